"use client";

import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "@/app/_parts/client/confirm-dialog";
import { useTRPC } from "@/app/_parts/client/console-client";
import { Button } from "@/components/ui/button";
import { toastDone } from "@/components/ui/toast";
import type { ClusterDetail } from "@/lib/contracts/clusters";

type Props = { clusterId: string; clusterName: string; sshKey: ClusterDetail["access"]["keys"][number] };

/** Removes a public key from every node of the cluster, after confirmation. */
export function RemoveKey({ clusterId, clusterName, sshKey }: Props) {
  const trpc = useTRPC();
  const remove = useMutation(trpc.clusters.sshKey.remove.mutationOptions());
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`Remove the key ${sshKey.name}`}>
          Remove
        </Button>
      }
      title="Remove this SSH key?"
      lead={`It is removed from every node of ${clusterName}. Open sessions stay open.`}
      keep="Cancel"
      act="Remove key"
      refused="The key was not removed"
      onConfirm={async () => {
        await remove.mutateAsync({ id: clusterId, keyId: sshKey.id });
        toastDone({ title: "Key removed", detail: `${sshKey.name} no longer reaches any node of ${clusterName}.` });
      }}
    >
      <p className="break-all">
        <b>{sshKey.name}</b> <span className="ident">{sshKey.fingerprint}</span>
      </p>
    </ConfirmDialog>
  );
}
