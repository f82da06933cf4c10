"use client";

import { useState } from "react";
import { callPublic } from "@/app/_parts/client/public-call";
import { problemOfRefusal } from "@/app/_parts/client/form-problem";
import { ErrorSummary, type FormProblem } from "@/components/form/error-summary";
import { Button } from "@/components/ui/button";

/** Joins with the signed-in account, by its owner's own click. */
export function AcceptButton({ token, home, organisation }: { token: string; home: string; organisation: string }) {
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const accept = async () => {
    setBusy(true);
    const done = await callPublic("identity.invitation.accept", { token });
    if (done.ok) return window.location.assign(home);
    setBusy(false);
    setProblem(problemOfRefusal(done.refusal, "The invitation was not accepted"));
  };
  return (
    <div className="mt-[22px] grid gap-[15px]">
      <ErrorSummary problem={problem} />
      <Button kind="solid" size="wide" busy={busy} onClick={() => void accept()}>
        {busy ? "Joining" : `Join ${organisation}`}
      </Button>
    </div>
  );
}
