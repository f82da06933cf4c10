"use client";

import { type FormEvent, useState } from "react";
import { callPublic } from "@/app/_parts/client/public-call";
import { problemOfRefusal } from "@/app/_parts/client/form-problem";
import { ErrorSummary, type FormProblem } from "@/components/form/error-summary";
import { TextInput } from "@/components/form/inputs";
import { signInWithPassword } from "@/components/shell/auth-door";
import { Button } from "@/components/ui/button";

const FIELDS = { "/name": "name", "/password": "password" };

type Props = { token: string; email: string; name: string; home: string; organisation: string };

/** A new person chooses a name and password and is signed in. */
export function RegisterForm({ token, email, name, home, organisation }: Props) {
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = String(form.get("password"));
    setBusy(true);
    setProblem(null);
    const done = await callPublic("identity.invitation.register", { token, name: String(form.get("name")), password });
    if (!done.ok) {
      setBusy(false);
      return setProblem(problemOfRefusal(done.refusal, "The account was not opened", FIELDS));
    }
    const signedIn = await signInWithPassword(email, password, home);
    window.location.assign(signedIn.ok ? home : "/sign-in");
  };

  const wrong = (id: string) => problem?.fields?.find((field) => field.id === id)?.message;
  return (
    <form method="post" className="mt-[22px] grid gap-[15px]" onSubmit={(event) => void submit(event)}>
      <ErrorSummary problem={problem} />
      <TextInput label="Work e-mail" name="email" type="email" value={email} readOnly autoComplete="username" />
      <TextInput id="name" label="Your name" name="name" defaultValue={name} required maxLength={120} autoComplete="name" error={wrong("name")} />
      <TextInput
        id="password"
        label="Password"
        name="password"
        type="password"
        required
        minLength={10}
        autoComplete="new-password"
        note="At least 10 characters. Nobody but you sets or sees it."
        error={wrong("password")}
      />
      <Button kind="solid" type="submit" size="wide" busy={busy}>
        {busy ? "Joining" : `Join ${organisation}`}
      </Button>
    </form>
  );
}
