"use client";

import { useMutation } from "@tanstack/react-query";
import { ConfirmDialog } from "@/app/_parts/client/confirm-dialog";
import { useTRPC } from "@/app/_parts/client/console-client";
import { Button } from "@/components/ui/button";
import { toastDone } from "@/components/ui/toast";

/** Signs the reader out of another browser. */
export function EndSession({ id, browser }: { id: string; browser: string }) {
  const trpc = useTRPC();
  const end = useMutation(trpc.identity.session.end.mutationOptions());
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`Sign out on ${browser}`}>
          Sign out
        </Button>
      }
      title={`Sign out on ${browser}?`}
      lead="Whoever uses it has to sign in again."
      keep="Cancel"
      act="Sign out"
      refused="The session was not ended"
      onConfirm={async () => {
        await end.mutateAsync({ id });
        toastDone({ title: "Session ended", detail: browser });
      }}
    />
  );
}
