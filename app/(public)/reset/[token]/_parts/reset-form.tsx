"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { callPublic } from "@/app/_parts/client/public-call";
import { problemOfRefusal } from "@/app/_parts/client/form-problem";
import { ErrorSummary, type FormProblem } from "@/components/form/error-summary";
import { TextInput } from "@/components/form/inputs";
import { Button } from "@/components/ui/button";

/** Sets the new password; its owner then signs in with it. */
export function ResetForm({ token }: { token: string }) {
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const router = useRouter();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password"));
    setBusy(true);
    const done = await callPublic("identity.passwordReset.use", { token, password });
    if (done.ok) return router.push("/sign-in");
    setBusy(false);
    setProblem(problemOfRefusal(done.refusal, "The password was not set", { "/password": "password" }));
  };
  return (
    <form method="post" className="mt-[22px] grid gap-[15px]" onSubmit={(event) => void submit(event)}>
      <ErrorSummary problem={problem} />
      <TextInput
        id="password"
        label="New password"
        name="password"
        type="password"
        required
        minLength={10}
        autoComplete="new-password"
        note="At least 10 characters."
        error={problem?.fields?.[0]?.message}
      />
      <Button kind="solid" type="submit" size="wide" busy={busy}>
        {busy ? "Setting" : "Set the password"}
      </Button>
    </form>
  );
}
