"use client";

import { type ReactElement, type ReactNode, useState } from "react";
import { ApiCall } from "@/components/ui/api-call";
import { Button } from "@/components/ui/button";
import type { ApiRequest } from "@/components/ui/curl";
import { Dialog, DialogClose } from "@/components/ui/dialog";

type Props = {
  trigger: ReactElement;
  title: ReactNode;
  lead?: ReactNode;
  width?: number;
  /** The form. It is new each time the dialog opens, so what was typed before is gone. */
  children: (close: () => void) => ReactNode;
};

/** A dialog around a form. */
export function FormDialog({ trigger, title, lead, width = 520, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen} width={width} title={title} lead={lead} trigger={trigger}>
      {open ? children(() => setOpen(false)) : null}
    </Dialog>
  );
}

type ActionsProps = {
  /** The same as an API call. */
  request: ApiRequest;
  /** The button that submits: "Add key". */
  act: string;
  busy: boolean;
  /** Further actions, beside the API call. */
  children?: ReactNode;
};

/** The foot of a form in a dialog. */
export function FormActions({ request, act, busy, children }: ActionsProps) {
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <span className="mr-auto flex flex-wrap gap-2">
        <ApiCall request={request} />
        {children}
      </span>
      <DialogClose>Cancel</DialogClose>
      <Button kind="solid" type="submit" busy={busy}>
        {act}
      </Button>
    </div>
  );
}
