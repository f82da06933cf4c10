"use client";

import { type ComponentType, useEffect, useState } from "react";
import { type ToastInput, ToastQueue } from "./toast-queue";

const queue = new ToastQueue();

/** Says what was done. Stays 8 s. Callable from any client code; the page must carry one `Toaster`. */
export function toastDone(toast: ToastInput) {
  queue.add(toast);
}

/** The home of toasts; once, in the layout of the console. Its code comes with the first toast. */
export function Toaster() {
  const [List, setList] = useState<ComponentType<{ queue: ToastQueue }> | null>(null);
  useEffect(() => queue.onFirst(() => void import("./toast-list").then((module) => setList(() => module.ToastList))), []);
  return List === null ? null : <List queue={queue} />;
}
