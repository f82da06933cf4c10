"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "@/app/_parts/client/confirm-dialog";
import { useTRPC } from "@/app/_parts/client/console-client";
import { Button } from "@/components/ui/button";
import { toastDone } from "@/components/ui/toast";

type Props = {
  organisationId: string;
  name: string;
  /** The organisation in this page's address, which can no longer be read afterwards. */
  isCurrent: boolean;
};

/** The reader leaves an organisation. */
export function LeaveOrganisation({ organisationId, name, isCurrent }: Props) {
  const trpc = useTRPC();
  const router = useRouter();
  const leave = useMutation(trpc.identity.member.leave.mutationOptions());
  return (
    <ConfirmDialog
      trigger={
        <Button size="small" aria-label={`Leave ${name}`}>
          Leave
        </Button>
      }
      title={`Leave ${name}?`}
      lead="You can no longer open it, from the next request on. What you reserved stays with the organisation. Only a new invitation brings you back."
      keep="Stay"
      act="Leave"
      refused={`You did not leave ${name}`}
      onConfirm={async () => {
        await leave.mutateAsync({ organisationId });
        if (isCurrent) return router.push("/");
        toastDone({ title: `You left ${name}` });
      }}
    />
  );
}
