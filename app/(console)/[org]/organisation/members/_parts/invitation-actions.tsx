"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "@/app/_parts/client/confirm-dialog";
import { useTRPC } from "@/app/_parts/client/console-client";
import { problemOf } from "@/app/_parts/client/form-problem";
import { ErrorSummary } from "@/components/form/error-summary";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { toastDone } from "@/components/ui/toast";
import { InvitationLink } from "./invitation-link";

type Props = { id: string; email: string };

/** Creates a new link for an invitation and revokes the earlier one. */
export function ResendInvitation({ id, email }: Props) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const router = useRouter();
  const resend = useMutation(trpc.identity.invitation.resend.mutationOptions({ onSuccess: () => router.refresh() }));
  const made = resend.data;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        resend.reset();
      }}
      width={520}
      title="Create a new link?"
      lead={`For ${email}, valid for seven days. The earlier link stops working.`}
      trigger={
        <Button size="small" aria-label={`New link for ${email}`}>
          New link
        </Button>
      }
    >
      {made === undefined ? (
        <div className="mt-3 grid gap-3">
          <ErrorSummary problem={resend.error === null ? null : problemOf(resend.error, "The link was not created")} />
          <div className="flex justify-end gap-1.5">
            <DialogClose>Keep the earlier link</DialogClose>
            <Button kind="solid" busy={resend.isPending} onClick={() => resend.mutate({ id })}>
              Create link
            </Button>
          </div>
        </div>
      ) : (
        <InvitationLink email={made.email} link={made.link} expiresAt={made.expiresAt} onClose={() => setOpen(false)} />
      )}
    </Dialog>
  );
}

/** Withdraws an invitation and its link. */
export function WithdrawInvitation({ id, email }: Props) {
  const trpc = useTRPC();
  const withdraw = useMutation(trpc.identity.invitation.withdraw.mutationOptions());
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`Withdraw the invitation of ${email}`}>
          Withdraw
        </Button>
      }
      title="Withdraw this invitation?"
      lead={`The link for ${email} stops working.`}
      keep="Keep it"
      act="Withdraw"
      refused="The invitation was not withdrawn"
      onConfirm={async () => {
        await withdraw.mutateAsync({ id });
        toastDone({ title: "The invitation is withdrawn", detail: `The link for ${email} no longer works.` });
      }}
    />
  );
}
