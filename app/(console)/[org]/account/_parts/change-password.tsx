"use client";

import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { useTRPC } from "@/app/_parts/client/console-client";
import { problemOf } from "@/app/_parts/client/form-problem";
import { ErrorSummary } from "@/components/form/error-summary";
import { TextInput } from "@/components/form/inputs";
import { signInWithPassword } from "@/components/shell/auth-door";
import { Button } from "@/components/ui/button";

type Fields = { current: string; password: string };
const SHORTEST = 10;

/** Sets a new password, which ends every session, then signs in again here. */
export function ChangePassword({ email, organisation }: { email: string; organisation: string }) {
  const id = useId();
  const trpc = useTRPC();
  const { register, handleSubmit, formState } = useForm<Fields>({ defaultValues: { current: "", password: "" } });
  const change = useMutation(trpc.identity.password.change.mutationOptions());
  const save = async ({ current, password }: Fields) => {
    await change.mutateAsync({ current, password }).then(
      async () => {
        const here = `/${organisation}/account`;
        const again = await signInWithPassword(email, password, here);
        window.location.assign(again.ok ? here : "/sign-in");
      },
      // The mutation holds the refusal, and the form shows it.
      () => undefined,
    );
  };
  const problem =
    change.error === null ? null : problemOf(change.error, "The password was not changed", { "/current": `${id}-current`, "/password": `${id}-password` });
  return (
    <form method="post" noValidate onSubmit={(event) => void handleSubmit(save)(event)} className="grid gap-3">
      <ErrorSummary problem={problem} />
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextInput
        id={`${id}-current`}
        label="Current password"
        type="password"
        autoComplete="current-password"
        error={formState.errors.current?.message}
        {...register("current", { required: "Enter your current password" })}
      />
      <TextInput
        id={`${id}-password`}
        label="New password"
        type="password"
        autoComplete="new-password"
        note={`At least ${SHORTEST} characters. Every other browser is signed out.`}
        error={formState.errors.password?.message}
        {...register("password", { required: "Enter a new password", minLength: { value: SHORTEST, message: `At least ${SHORTEST} characters` } })}
      />
      <div>
        <Button kind="solid" type="submit" busy={change.isPending || formState.isSubmitting}>
          Change password
        </Button>
      </div>
    </form>
  );
}
