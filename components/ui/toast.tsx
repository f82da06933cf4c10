"use client";

import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { StateShape } from "./status";

const SHOWN_MS = 8_000;
const manager = Base.createToastManager<ToastData>();

type ToastData = { link?: { href: string; label: string } };
type ToastInput = { title: string; detail?: ReactNode; link?: { href: string; label: string } };

/** Says what was done. Stays 8 s. Callable from any client code; the page must carry one `Toaster`. */
export function toastDone({ title, detail, link }: ToastInput) {
  manager.add({ title, description: detail, type: "done", timeout: SHOWN_MS, data: { link } });
}

/** Says what failed. Stays until it is closed and is read out at once. */
export function toastFailed({ title, detail, link }: ToastInput) {
  manager.add({ title, description: detail, type: "failed", timeout: 0, priority: "high", data: { link } });
}

/** The live region toasts appear in; once, in the layout of the console. */
export function Toaster() {
  return (
    <Base.Provider toastManager={manager} limit={4}>
      <Base.Portal>
        <Base.Viewport className="fixed right-5 bottom-5 z-50 flex w-[min(420px,calc(100vw-24px))] flex-col gap-2 outline-none max-sm:right-3 max-sm:bottom-3">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const { toasts } = Base.useToastManager<ToastData>();
  return toasts.map((toast) => {
    const failed = toast.type === "failed";
    const link = toast.data?.link;
    return (
      <Base.Root key={toast.id} toast={toast} className="over-page toast" swipeDirection={["right", "down"]}>
        <StateShape state={failed ? "down" : "up"} className={`relative top-[1.5px] size-[13px] ${failed ? "text-down" : "text-up"}`} />
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
