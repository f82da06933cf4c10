import type { ReactNode } from "react";

export type ToastInput = { title: string; detail?: ReactNode; link?: { href: string; label: string } };

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
