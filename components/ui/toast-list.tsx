"use client";

import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import Link from "next/link";
import { useEffect } from "react";
import { StateShape } from "./status";
import type { ToastInput, ToastQueue } from "./toast-queue";

const SHOWN_MS = 8_000;
const manager = Base.createToastManager<{ link?: ToastInput["link"] }>();

function add({ title, detail, link }: ToastInput) {
  manager.add({ title, description: detail, timeout: SHOWN_MS, priority: "low", data: { link } });
}

/**
 * The live region and its toasts. Toasts queued while this was loading are added once the region is mounted, so that
 * they are announced.
 */
export function ToastList({ queue }: { queue: ToastQueue }) {
  useEffect(() => queue.drain(add), [queue]);
  return (
    <Base.Provider toastManager={manager} limit={4}>
      <Base.Portal>
        <Base.Viewport className="fixed right-5 bottom-5 z-50 flex w-[min(420px,calc(100vw-24px))] flex-col gap-2 outline-none max-sm:right-3 max-sm:bottom-3">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts() {
  const { toasts } = Base.useToastManager<{ link?: ToastInput["link"] }>();
  return toasts.map((toast) => {
    const link = toast.data?.link;
    return (
      <Base.Root key={toast.id} toast={toast} className="over-page toast" swipeDirection={["right", "down"]}>
        <StateShape state="up" className="relative top-[1.5px] size-[13px] text-up" />
        <Base.Content>
          <Base.Title className="font-ui text-ui font-semibold tracking-normal" render={<p />} />
          <Base.Description className="text-ink-2" render={<div />} />
        </Base.Content>
        <span className="flex items-center gap-2">
          {link === undefined ? null : <Link href={link.href}>{link.label}</Link>}
          <Base.Close className="btn self-start" data-kind="bare" aria-label="Close">
            <X aria-hidden="true" />
          </Base.Close>
        </span>
      </Base.Root>
    );
  });
}
