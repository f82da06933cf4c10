"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { useForm, useWatch } from "react-hook-form";
import { ConfirmDialog } from "@/app/_parts/client/confirm-dialog";
import { useTRPC } from "@/app/_parts/client/console-client";
import { FormActions, FormDialog } from "@/app/_parts/client/form-dialog";
import { problemOf } from "@/app/_parts/client/form-problem";
import { ROLE_NAME } from "@/app/_parts/page/role-words";
import { ErrorSummary } from "@/components/form/error-summary";
import { Button } from "@/components/ui/button";
import { toastDone } from "@/components/ui/toast";
import type { MemberContract, ProjectContract } from "@/lib/contracts/identity";
import type { MemberRole } from "@/lib/permissions";
import { projectsFor, type RoleFields, RoleFieldset } from "./role-fields";

type Props = { member: MemberContract; projects: readonly ProjectContract[]; roles: readonly MemberRole[]; isOwn: boolean };

/** Changes what a member can do, or removes them. */
export function ChangeMember(props: Props) {
  const { member } = props;
  return (
    <FormDialog
      width={520}
      title={`Change ${member.name}`}
      lead={`${member.email}. It takes effect at their next request.`}
      trigger={
        <Button size="small" aria-label={`Change ${member.name}`}>
          Change
        </Button>
      }
    >
      {(close) => <ChangeForm {...props} onDone={close} />}
    </FormDialog>
  );
}

function ChangeForm({ member, projects, roles, isOwn, onDone }: Props & { onDone: () => void }) {
  const id = useId();
  const trpc = useTRPC();
  const router = useRouter();
  const { register, handleSubmit, control } = useForm<RoleFields>({ defaultValues: { role: member.role, projects: [...member.projects] } });
  const [role, chosen] = useWatch({ control, name: ["role", "projects"] });
  const change = useMutation(
    trpc.identity.member.change.mutationOptions({
      onSuccess: (changed) => {
        toastDone({ title: `${changed.name} is ${ROLE_NAME[changed.role]} now` });
        onDone();
        router.refresh();
      },
    }),
  );
  const bodyOf = (fields: RoleFields) => ({ role: fields.role, projects: projectsFor(fields) });
  const problem = change.error === null ? null : problemOf(change.error, `${member.name} was not changed`, { "/role": `${id}-role` });
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => void handleSubmit((fields) => change.mutate({ id: member.id, ...bodyOf(fields) }))(event)}
      className="mt-3 grid gap-3"
    >
      <ErrorSummary problem={problem} />
      {isOwn ? <p className="note">This is your own role. With a lower role you may not be able to change it back.</p> : null}
      <RoleFieldset id={id} fields={{ role: register("role"), projects: register("projects") }} role={role} roles={roles} projects={projects} />
      <FormActions request={{ method: "PATCH", path: `/members/${member.id}`, body: bodyOf({ role, projects: chosen }) }} act="Save" busy={change.isPending}>
        <RemoveMember member={member} onDone={onDone} />
      </FormActions>
    </form>
  );
}

function RemoveMember({ member, onDone }: { member: MemberContract; onDone: () => void }) {
  const trpc = useTRPC();
  const remove = useMutation(trpc.identity.member.remove.mutationOptions());
  return (
    <ConfirmDialog
      trigger={<Button size="small">Remove</Button>}
      title={`Remove ${member.name}?`}
      lead={`${member.email} can no longer open this organisation, from the next request on. Their account stays, and so does everything they reserved.`}
      keep="Cancel"
      act="Remove member"
      refused={`${member.name} was not removed`}
      onConfirm={async () => {
        await remove.mutateAsync({ id: member.id });
        toastDone({ title: `${member.name} is removed` });
        onDone();
      }}
    />
  );
}
