"use client";

import { type FormEvent, useState } from "react";
import { TextInput } from "@/components/form/inputs";
import { signInWithPassword } from "@/components/shell/auth-door";
import { Button } from "@/components/ui/button";
import { formatDuration } from "@/components/format/text";
import { Status } from "@/components/ui/status";
import type { DemoAccount } from "./demo-accounts";

const REFUSED = {
  credentials: "This e-mail and password do not belong together. Check both; the password is case-sensitive.",
  unreachable: "The server did not answer. Nothing was sent twice; try again in a moment.",
} as const;

type SignInProps = { callbackUrl: string; ended: boolean; demo: { accounts: DemoAccount[]; password: string } | null };

export function SignIn({ callbackUrl, ended, demo }: SignInProps) {
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState<string | null>(null);

  const enter = async (email: string, password: string, who: string) => {
    setBusy(who);
    setRefused(null);
    const result = await signInWithPassword(email, password, callbackUrl);
    if (result.ok) return window.location.assign(callbackUrl);
    setBusy(null);
    setRefused(result.reason === "limited" ? `Too many sign-ins were refused. Try again in ${formatDuration(result.waitSeconds)}.` : REFUSED[result.reason]);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void enter(String(form.get("email")).trim(), String(form.get("password")), "form");
  };

  return (
    <div
      className={`grid flex-1 content-start items-start justify-center gap-x-24 gap-y-10 px-7 pt-[76px] pb-12 max-sm:px-4 max-sm:pt-8 ${demo === null ? "md:grid-cols-[minmax(0,404px)]" : "md:grid-cols-[minmax(0,404px)_minmax(0,392px)]"}`}
    >
      <section>
        <h1>Sign in</h1>
        <p className="mt-1.5 text-ink-2">Reserve GPUs anywhere in two minutes, see honestly how they ran, and get a bill that explains itself.</p>
        {/* By POST, so that a form sent before the scripts run puts nothing typed into an address. */}
        <form method="post" className="mt-[22px] grid gap-[15px]" onSubmit={submit}>
          {ended ? (
            <p role="status">
              <Status state="arriving" className="font-medium whitespace-normal">
                Your session has ended. Sign in again to go on where you were.
              </Status>
            </p>
          ) : null}
          <TextInput label="Work e-mail" name="email" type="email" autoComplete="username" required autoCapitalize="none" spellCheck={false} />
          <TextInput label="Password" name="password" type="password" autoComplete="current-password" required error={refused ?? undefined} />
          <Button kind="solid" type="submit" size="wide" busy={busy === "form"}>
            {busy === "form" ? "Signing in" : "Sign in"}
          </Button>
          <span className="sr-only" role="alert">
            {refused ?? ""}
          </span>
        </form>
      </section>
      {demo === null ? null : (
        <section>
          <h2 className="mb-2">Look around first</h2>
          <p className="-mt-[3px] mb-[11px] text-ink-2">Five people of invented companies, on a network that runs by itself. Nothing here costs money.</p>
          <ul className="border-t-[1.5px] border-rule-ink">
            {demo.accounts.map((account) => (
              <li key={account.email} className="grid grid-cols-[1fr_auto] items-center gap-x-3 border-b border-rule pt-[9px] pb-2.5">
                <span>
                  <span className="font-semibold">{account.name}</span> <span className="text-ink-3">{account.organisation}</span>
                  <br />
                  <span className="text-ink-2">
                    {account.role}: {account.does}
                  </span>
                </span>
                <Button
                  size="small"
                  busy={busy === account.email}
                  onClick={() => void enter(account.email, demo.password, account.email)}
                  aria-label={`Enter as ${account.name}`}
                >
                  Enter
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
