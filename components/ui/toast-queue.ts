import type { ReactNode } from "react";

export type ToastInput = { title: string; detail?: ReactNode; link?: { href: string; label: string } };

/** Queues toasts from any client code until the toasts' own code has loaded. */
export class ToastQueue {
  private waiting: ToastInput[] = [];
  private show: ((toast: ToastInput) => void) | null = null;
  private wake: (() => void) | null = null;

  add(toast: ToastInput): void {
    if (this.show !== null) return this.show(toast);
    this.waiting.push(toast);
    this.wake?.();
  }
  /** Calls `wake` at the first toast, or immediately when one is already queued. */
  onFirst(wake: () => void): () => void {
    this.wake = wake;
    if (this.waiting.length > 0) wake();
    return () => {
      this.wake = null;
    };
  }
  /** Hands over queued toasts and every later one. */
  drain(show: (toast: ToastInput) => void): () => void {
    this.show = show;
    for (const toast of this.waiting.splice(0)) show(toast);
    return () => {
      this.show = null;
    };
  }
}
