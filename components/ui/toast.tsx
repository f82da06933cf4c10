"use client";

import { type ComponentType, type ReactNode, useEffect, useState } from "react";

export type ToastInput = { title: string; detail?: ReactNode; link?: { href: string; label: string }; failed?: boolean };

/** What was said, kept until something shows it: from any client code, before the toasts' own code has come. */
export class ToastQueue {
  private waiting: ToastInput[] = [];
  private show: ((toast: ToastInput) => void) | null = null;
  private wake: (() => void) | null = null;

  add(toast: ToastInput): void {
    if (this.show !== null) return this.show(toast);
    this.waiting.push(toast);
    this.wake?.();
  }
  /** Calls `wake` at the first toast, at once when one waits already. */
  onFirst(wake: () => void): () => void {
    this.wake = wake;
    if (this.waiting.length > 0) wake();
    return () => {
      this.wake = null;
    };
  }
  /** Hands over what waits and everything after it. */
  drain(show: (toast: ToastInput) => void): () => void {
    this.show = show;
    for (const toast of this.waiting.splice(0)) show(toast);
    return () => {
      this.show = null;
    };
  }
}

const queue = new ToastQueue();

/** Says what was done. Stays 8 s. Callable from any client code; the page must carry one `Toaster`. */
export function toastDone(toast: Omit<ToastInput, "failed">) {
  queue.add(toast);
}

/** Says what failed. Stays until it is closed and is read out at once. */
export function toastFailed(toast: Omit<ToastInput, "failed">) {
  queue.add({ ...toast, failed: true });
}

/** The home of toasts; once, in the layout of the console. Its code comes with the first toast. */
export function Toaster() {
  const [List, setList] = useState<ComponentType<{ queue: ToastQueue }> | null>(null);
  useEffect(() => queue.onFirst(() => void import("./toast-list").then((module) => setList(() => module.ToastList))), []);
  return List === null ? null : <List queue={queue} />;
}
