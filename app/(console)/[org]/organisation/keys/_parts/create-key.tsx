"use client";

import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { useForm, useWatch } from "react-hook-form";
import { useTRPC } from "@/app/_parts/client/console-client";
import { FormActions, FormDialog } from "@/app/_parts/client/form-dialog";
import { problemOf } from "@/app/_parts/client/form-problem";
import { ROLE_NAME, ROLE_PURPOSE } from "@/app/_parts/page/role-words";
import { ErrorSummary } from "@/components/form/error-summary";
import { Checkbox, Select, TextInput } from "@/components/form/inputs";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import type { ProjectContract } from "@/lib/contracts/identity";
import type { MemberRole } from "@/lib/permissions";

type Fields = { name: string; role: MemberRole; project: string; readOnly: boolean; expires: string };
type Props = { roles: readonly MemberRole[]; projects: readonly ProjectContract[] };

/** Creates a key for a program. */
export function CreateKey(props: Props) {
  return (
    <FormDialog
      width={520}
      title="Create an API key"
      trigger={
        <Button kind="solid">
          <Plus aria-hidden="true" />
          Create key
        </Button>
      }
    >
      {(close) => <KeyForm {...props} onClose={close} />}
    </FormDialog>
  );
}

function KeyForm({ roles, projects, onClose }: Props & { onClose: () => void }) {
  const id = useId();
  const trpc = useTRPC();
  const router = useRouter();
  const { register, handleSubmit, control, formState } = useForm<Fields>({
    defaultValues: { name: "", role: "engineer", project: "", readOnly: false, expires: "" },
  });
  const fields = useWatch({ control }) as Fields;
  const create = useMutation(trpc.identity.apiKey.create.mutationOptions({ onSuccess: () => router.refresh() }));
  const bodyOf = ({ name, role, project, readOnly, expires }: Fields) => ({
    name: name.trim(),
    role,
    readOnly,
    ...(project !== "" && { project }),
    ...(expires !== "" && { expiresAt: `${expires}T00:00:00Z` }),
  });
  if (create.data !== undefined) return <MadeKey name={create.data.name} text={create.data.key} onClose={onClose} />;
  const problem =
    create.error === null
      ? null
      : problemOf(create.error, "The key was not created", { "/name": `${id}-name`, "/expiresAt": `${id}-expires`, "/project": `${id}-project` });
  return (
    <form method="post" noValidate onSubmit={(event) => void handleSubmit((values) => create.mutate(bodyOf(values)))(event)} className="mt-3 grid gap-3">
      <ErrorSummary problem={problem} />
      <TextInput
        id={`${id}-name`}
        label="Name"
        maxLength={80}
        autoComplete="off"
        note="The program that will use it."
        error={formState.errors.name?.message}
        {...register("name", { required: "Enter a name" })}
      />
      <Select
        id={`${id}-role`}
        label="Role"
        note={ROLE_PURPOSE[fields.role]}
        options={roles.map((role) => ({ value: role, label: ROLE_NAME[role] }))}
        {...register("role")}
      />
      <Select
        id={`${id}-project`}
        label="Project"
        empty="All projects"
        options={projects.map((project) => ({ value: project.id, label: project.name }))}
        {...register("project")}
      />
      <Checkbox label="Read only" note="It reads what its role can read and changes nothing." {...register("readOnly")} />
      <TextInput
        id={`${id}-expires`}
        label="Expires"
        aside={<span className="text-ink-3">optional</span>}
        type="date"
        note="At the beginning of this day, UTC."
        {...register("expires")}
      />
      <FormActions request={{ method: "POST", path: "/api-keys", body: bodyOf(fields) }} act="Create key" busy={create.isPending} />
    </form>
  );
}

function MadeKey({ name, text, onClose }: { name: string; text: string; onClose: () => void }) {
  return (
    <div className="mt-3 grid gap-3" role="status">
      <p>
        <b>{name}</b> is created. Copy it now: it is not shown again.
      </p>
      <Code text={text} what="the API key" />
      <div className="flex justify-end">
        <Button kind="solid" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
