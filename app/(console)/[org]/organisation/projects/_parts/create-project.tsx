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
import { toastDone } from "@/components/ui/toast";

type Fields = { name: string; slug: string; costCentre: string };

/** Creates a project. */
export function CreateProject() {
  return (
    <FormDialog
      width={480}
      title="Create a project"
      lead="A cost centre: reservations belong to it, and members and API keys can be bound to it."
      trigger={
        <Button kind="solid">
          <Plus aria-hidden="true" />
          Create project
        </Button>
      }
    >
      {(close) => <ProjectForm onDone={close} />}
    </FormDialog>
  );
}

function ProjectForm({ onDone }: { onDone: () => void }) {
  const id = useId();
  const trpc = useTRPC();
  const router = useRouter();
  const { register, handleSubmit, control, formState } = useForm<Fields>({ defaultValues: { name: "", slug: "", costCentre: "" } });
  const [name, slug, costCentre] = useWatch({ control, name: ["name", "slug", "costCentre"] });
  const create = useMutation(
    trpc.identity.project.create.mutationOptions({
      onSuccess: (project) => {
        toastDone({ title: `${project.name} is created` });
        onDone();
        router.refresh();
      },
    }),
  );
  const bodyOf = (fields: Fields) => ({
    name: fields.name.trim(),
    slug: fields.slug.trim(),
    ...(fields.costCentre.trim() !== "" && { costCentre: fields.costCentre.trim() }),
  });
  const problem =
    create.error === null
      ? null
      : problemOf(create.error, "The project was not created", { "/name": `${id}-name`, "/slug": `${id}-slug`, "/costCentre": `${id}-cost-centre` });
  return (
    <form method="post" noValidate onSubmit={(event) => void handleSubmit((fields) => create.mutate(bodyOf(fields)))(event)} className="mt-3 grid gap-3">
      <ErrorSummary problem={problem} />
      <TextInput
        id={`${id}-name`}
        label="Name"
        maxLength={120}
        autoComplete="off"
        error={formState.errors.name?.message}
        {...register("name", { required: "Enter a name" })}
      />
      <TextInput
        id={`${id}-slug`}
        label="Short name"
        mono
        maxLength={40}
        autoComplete="off"
        note="Small letters, digits and hyphens. It stands in addresses and API calls and cannot be changed."
        error={formState.errors.slug?.message}
        {...register("slug", { required: "Enter a short name" })}
      />
      <TextInput
        id={`${id}-cost-centre`}
        label="Cost centre"
        aside={<span className="text-ink-3">optional</span>}
        maxLength={40}
        autoComplete="off"
        {...register("costCentre")}
      />
      <FormActions
        request={{ method: "POST", path: "/projects", body: bodyOf({ name, slug, costCentre }), idempotent: true }}
        act="Create project"
        busy={create.isPending}
      />
    </form>
  );
}
