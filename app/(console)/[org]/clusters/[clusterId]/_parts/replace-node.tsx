"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/app/_parts/client/console-client";
import { problemOf } from "@/app/_parts/client/form-problem";
import { ErrorSummary } from "@/components/form/error-summary";
import { ApiCall } from "@/components/ui/api-call";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { toastDone } from "@/components/ui/toast";

/** The action of a node's row: a spare of the same site takes its place. */
export function ReplaceNode({ nodeId, name, isDown }: { nodeId: string; name: string; isDown: boolean }) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const router = useRouter();
  const replace = useMutation(
    trpc.clusters.node.replace.mutationOptions({
      onSuccess: () => {
        toastDone({ title: `${name} is being replaced`, detail: "Follow it in the events; the spare is tested before it serves." });
        setOpen(false);
        router.refresh();
      },
    }),
  );
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) replace.reset();
      }}
      title={`Replace ${name}?`}
      lead="A spare of the same site takes its place, in under five minutes when one is free."
      trigger={
        <Button size="small" aria-label={`Replace ${name}`}>
          Replace
        </Button>
      }
      actions={
        <>
          <span className="mr-auto">
            <ApiCall request={{ method: "POST", path: `/nodes/${nodeId}/replacements`, idempotent: true }} />
          </span>
          <DialogClose>Cancel</DialogClose>
          <Button kind="solid" busy={replace.isPending} onClick={() => replace.mutate({ id: nodeId })}>
            Replace {name}
          </Button>
        </>
      }
    >
      <div className="mt-3 grid gap-2 text-ink-2">
        <ErrorSummary problem={replace.error === null ? null : problemOf(replace.error, `${name} was not replaced`)} />
        <p>Local disks are erased. A job that runs on it stops; the other nodes go on.</p>
        <p>
          {isDown
            ? "It is down, so its seconds are not charged and count against the promise until the spare serves."
            : "Nothing is charged for it; seconds without a node are not billed."}
        </p>
      </div>
    </Dialog>
  );
}
