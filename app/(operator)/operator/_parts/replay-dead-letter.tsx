"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "@/app/_parts/client/console-client";
import { refusalOfCall } from "@/app/_parts/client/refusal";
import { Button } from "@/components/ui/button";
import { toastDone } from "@/components/ui/toast";

/** Delivers the event to this subscriber again. */
export function ReplayDeadLetter({ eventId, subscriber }: { eventId: string; subscriber: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const replay = useMutation(
    trpc.kernel.deadLetter.replay.mutationOptions({
      onSuccess: () => {
        toastDone({ title: `Event ${eventId} is tried again`, detail: "If its handler fails once more it comes back here." });
        router.refresh();
      },
    }),
  );
  return (
    <>
      <Button size="small" busy={replay.isPending} aria-label={`Replay event ${eventId}`} onClick={() => replay.mutate({ eventId, subscriber })}>
        Replay
      </Button>
      {replay.error === null ? null : (
        <span role="alert" className="note">
          {refusalOfCall(replay.error).detail}
        </span>
      )}
    </>
  );
}
