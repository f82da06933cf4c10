"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_parts/client/console-client";
import { problemOf } from "@/app/_parts/client/form-problem";
import { ErrorSummary } from "@/components/form/error-summary";
import { TextInput } from "@/components/form/inputs";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { toastDone } from "@/components/ui/toast";

const LONGEST_REASON = 500;

type Props = { eventId: string; subscriber: string; event: string };

/** Discards the event for good, without its effect; the reason goes to the audit log. */
export function DiscardDeadLetter({ eventId, subscriber, event }: Props) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const router = useRouter();
  const { register, handleSubmit, formState } = useForm<{ reason: string }>({ defaultValues: { reason: "" } });
  const discard = useMutation(
    trpc.kernel.deadLetter.discard.mutationOptions({
      onSuccess: () => {
        toastDone({ title: `Event ${eventId} is discarded` });
        setOpen(false);
        router.refresh();
      },
    }),
  );
  const field = `reason-${eventId}`;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      width={460}
      title="Discard this event?"
      lead={`${subscriber} will never handle ${event}. This cannot be undone.`}
      trigger={
        <Button size="small" aria-label={`Discard event ${eventId}`}>
          Discard
        </Button>
      }
    >
      <form
        method="post"
        noValidate
        className="mt-3 grid gap-3"
        onSubmit={handleSubmit(({ reason }) => discard.mutate({ eventId, subscriber, reason: reason.trim() }))}
      >
        <ErrorSummary problem={discard.error === null ? null : problemOf(discard.error, "The event was not discarded", { "/reason": field })} />
        <TextInput
          id={field}
          label="Reason"
          autoComplete="off"
          maxLength={LONGEST_REASON}
          note="It stands in the audit log."
          error={formState.errors.reason?.message}
          {...register("reason", { validate: (value) => value.trim() !== "" || "Say why the event is not needed." })}
        />
        <div className="flex justify-end gap-1.5">
          <DialogClose>Cancel</DialogClose>
          <Button kind="solid" type="submit" busy={discard.isPending}>
            Discard event
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
