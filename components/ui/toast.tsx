"use client";

import { type ComponentType, useEffect, useState } from "react";
import { type ToastInput, ToastQueue } from "./toast-queue";

const queue = new ToastQueue();

/** Confirms an action for 8 s. Callable from any client code; the page must contain one `Toaster`. */
export function toastDone(toast: ToastInput) {
  queue.add(toast);
}

/** Shows toasts; once, in the layout of the console. Its code loads with the first toast. */
export function Toaster() {
  const [List, setList] = useState<ComponentType<{ queue: ToastQueue }> | null>(null);
  useEffect(() => queue.onFirst(() => void import("./toast-list").then((module) => setList(() => module.ToastList))), []);
  return List === null ? null : <List queue={queue} />;
}
