"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/app/_parts/client/console-client";
import { problemOf } from "@/app/_parts/client/form-problem";
import { ErrorSummary } from "@/components/form/error-summary";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { toastDone } from "@/components/ui/toast";
import type { ClusterDetail } from "@/lib/contracts/clusters";

type Props = { clusterId: string; clusterName: string; sshKey: ClusterDetail["access"]["keys"][number] };

/** Removes a public key from every node of the cluster, after confirmation. */
export function RemoveKey({ clusterId, clusterName, sshKey }: Props) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const router = useRouter();
  const remove = useMutation(
    trpc.clusters.sshKey.remove.mutationOptions({
      onSuccess: () => {
        toastDone({ title: "The key is removed", detail: `${sshKey.name} no longer reaches any node of ${clusterName}.` });
        setOpen(false);
        router.refresh();
      },
    }),
  );
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      width={460}
      title="Remove this SSH key?"
      lead={`It is taken off every node of ${clusterName}. Sessions that are open stay open.`}
      trigger={
        <Button size="small" aria-label={`Remove the key ${sshKey.name}`}>
          Remove
        </Button>
      }
    >
      <div className="mt-3 grid gap-3">
        <ErrorSummary problem={remove.error === null ? null : problemOf(remove.error, "The key was not removed")} />
        <p className="break-all">
          <b>{sshKey.name}</b> <span className="ident">{sshKey.fingerprint}</span>
        </p>
        <div className="flex justify-end gap-1.5">
          <DialogClose>Keep the key</DialogClose>
          <Button kind="solid" busy={remove.isPending} onClick={() => remove.mutate({ id: clusterId, keyId: sshKey.id })}>
            Remove key
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
