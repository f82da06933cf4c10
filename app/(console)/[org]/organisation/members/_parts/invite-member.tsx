"use client";

import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { useForm, useWatch } from "react-hook-form";
import { useTRPC } from "@/app/_parts/client/console-client";
import { FormActions, FormDialog } from "@/app/_parts/client/form-dialog";
import { problemOf } from "@/app/_parts/client/form-problem";
import { ErrorSummary } from "@/components/form/error-summary";
import { TextInput } from "@/components/form/inputs";
import { Button } from "@/components/ui/button";
import type { ProjectContract } from "@/lib/contracts/identity";
import type { MemberRole } from "@/lib/permissions";
import { InvitationLink } from "./invitation-link";
import { projectsFor, type RoleFields, RoleFieldset } from "./role-fields";

type Fields = RoleFields & { email: string; name: string };
type Props = { roles: readonly MemberRole[]; projects: readonly ProjectContract[] };

/** Invites a person by address. */
export function InviteMember(props: Props) {
  return (
    <FormDialog
      width={520}
      title="Invite a member"
      lead="You get a link to send them. It works once, for seven days, and only for this address."
      trigger={
        <Button kind="solid">
          <Plus aria-hidden="true" />
          Invite
        </Button>
      }
    >
      {(close) => <InviteForm {...props} onClose={close} />}
    </FormDialog>
  );
}

function InviteForm({ roles, projects, onClose }: Props & { onClose: () => void }) {
  const id = useId();
  const trpc = useTRPC();
  const router = useRouter();
  const { register, handleSubmit, control, formState } = useForm<Fields>({ defaultValues: { email: "", name: "", role: "engineer", projects: [] } });
  const [email, name, role, chosen] = useWatch({ control, name: ["email", "name", "role", "projects"] });
  const invite = useMutation(trpc.identity.member.invite.mutationOptions({ onSuccess: () => router.refresh() }));
  const bodyOf = (fields: Fields) => ({
    email: fields.email.trim(),
    role: fields.role,
    projects: projectsFor(fields),
    ...(fields.name.trim() !== "" && { name: fields.name.trim() }),
  });
  if (invite.data !== undefined)
    return <InvitationLink email={invite.data.email} link={invite.data.link} expiresAt={invite.data.expiresAt} onClose={onClose} />;
  const problem =
    invite.error === null
      ? null
      : problemOf(invite.error, "The invitation was not created", { "/email": `${id}-email`, "/name": `${id}-name`, "/role": `${id}-role` });
  return (
    <form method="post" noValidate onSubmit={(event) => void handleSubmit((fields) => invite.mutate(bodyOf(fields)))(event)} className="mt-3 grid gap-3">
      <ErrorSummary problem={problem} />
      <TextInput
        id={`${id}-email`}
        label="Work e-mail"
        type="email"
        autoComplete="off"
        maxLength={254}
        error={formState.errors.email?.message}
        {...register("email", { required: "Enter the address of the person" })}
      />
      <TextInput id={`${id}-name`} label="Name" aside={<span className="text-ink-3">optional</span>} autoComplete="off" maxLength={120} {...register("name")} />
      <RoleFieldset id={id} fields={{ role: register("role"), projects: register("projects") }} role={role} roles={roles} projects={projects} />
      <FormActions
        request={{ method: "POST", path: "/members", body: bodyOf({ email, name, role, projects: chosen }) }}
        act="Create link"
        busy={invite.isPending}
      />
    </form>
  );
}
