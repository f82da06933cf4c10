"use client";

import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "@/app/_parts/client/confirm-dialog";
import { useTRPC } from "@/app/_parts/client/console-client";
import { Button } from "@/components/ui/button";
import { toastDone } from "@/components/ui/toast";

/** Revokes a key permanently. */
export function RevokeKey({ id, name }: { id: string; name: string }) {
  const trpc = useTRPC();
  const revoke = useMutation(trpc.identity.apiKey.revoke.mutationOptions());
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`Revoke ${name}`}>
          Revoke
        </Button>
      }
      title={`Revoke ${name}?`}
      lead="Programs that use it are refused from the next request on. This cannot be undone."
      keep="Cancel"
      act="Revoke key"
      refused="The key was not revoked"
      onConfirm={async () => {
        await revoke.mutateAsync({ id });
        toastDone({ title: `${name} is revoked` });
      }}
    />
  );
}
