"use client";

import { useRouter } from "next/navigation";
import { type ReactElement, type ReactNode, useState } from "react";
import { ErrorSummary } from "@/components/form/error-summary";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { problemOf } from "./form-problem";

type Props = {
  trigger: ReactElement;
  title: ReactNode;
  lead?: ReactNode;
  /** The button that changes nothing: "Keep the key". */
  keep: string;
  /** The button that acts: "Revoke key". */
  act: string;
  /** Title of the message after a refusal: "The key was not revoked". */
  refused: string;
  /** Resolves when it is done; the page is then read again. */
  onConfirm: () => Promise<void>;
  children?: ReactNode;
};

/** Asks before an irreversible action, and stays open with the reason when it is refused. */
export function ConfirmDialog({ trigger, title, lead, keep, act, refused, onConfirm, children }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      setOpen(false);
      router.refresh();
    } catch (refusal) {
      setError(refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setError(null);
      }}
      width={460}
      title={title}
      lead={lead}
      trigger={trigger}
    >
      <div className="mt-3 grid gap-3">
        <ErrorSummary problem={error === null ? null : problemOf(error, refused)} />
        {children}
        <div className="flex flex-wrap justify-end gap-1.5">
          <DialogClose>{keep}</DialogClose>
          <Button kind="solid" busy={busy} onClick={() => void confirm()}>
            {act}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
