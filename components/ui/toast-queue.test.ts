import { expect, it, vi } from "vitest";
import { type ToastInput, ToastQueue } from "./toast-queue";

it("queues toasts until they can be shown, then forwards everything in order", () => {
  const queue = new ToastQueue();
  const wake = vi.fn();
  queue.add({ title: "before anyone listens" });
  queue.onFirst(wake);
  expect(wake).toHaveBeenCalledOnce();
  const shown: ToastInput[] = [];
  const stop = queue.drain((toast) => shown.push(toast));
  queue.add({ title: "after" });
  expect(shown.map((toast) => toast.title)).toEqual(["before anyone listens", "after"]);
  stop();
  queue.add({ title: "later" });
  expect(shown).toHaveLength(2);
});
