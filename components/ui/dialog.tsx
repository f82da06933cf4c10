"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactElement, ReactNode } from "react";

type DialogProps = {
  /** The element that opens it; omit to control it with `open`. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  /** Directly below the title: the object and its window. */
  lead?: ReactNode;
  children?: ReactNode;
  /** The safe button says what stays ("Keep the old end"); the other carries the amount. `DialogClose` closes. */
  actions?: ReactNode;
  width?: number;
};

/** A dialog on a paper scrim: ink outline, no shadow. Escape and a click on the scrim close it. */
export function Dialog({ trigger, open, onOpenChange, title, lead, children, actions, width = 440 }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger === undefined ? null : <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup
          className="over-page fixed top-1/2 left-1/2 z-50 max-h-[92vh] max-w-[calc(100vw-24px)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto px-5 pt-[18px] pb-4 outline-none"
          style={{ width }}
        >
          <Base.Title className="text-[1.25rem] leading-tight">{title}</Base.Title>
          {lead === undefined ? null : <Base.Description className="mt-[3px] text-ink-2">{lead}</Base.Description>}
          {children}
          {actions === undefined ? null : <div className="mt-3.5 flex flex-wrap justify-end gap-2">{actions}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The dialog button that changes nothing. */
export function DialogClose({ children = "Close" }: { children?: ReactNode }) {
  return <Base.Close className="btn">{children}</Base.Close>;
}
