"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { useTRPCClient } from "@/app/_parts/client/console-client";
import { problemOfRefusal } from "@/app/_parts/client/form-problem";
import { refusalOfCall } from "@/app/_parts/client/refusal";
import { ErrorSummary, type FormProblem } from "@/components/form/error-summary";
import { Select, TextArea, TextInput } from "@/components/form/inputs";
import { Button } from "@/components/ui/button";
import { formatMoneySigned } from "@/components/format/text";
import { toastDone } from "@/components/ui/toast";
import { CLUSTER_NAME, CLUSTER_NAME_RULE } from "./names";

type Fields = { name: string; project: string; purchaseOrder: string; sshKeys: string };

type Props = {
  quoteId: string;
  /** "Reserve 4 nodes for $83,328.00" */
  label: string;
  proposedName: string;
  projects: { slug: string; name: string; costCentre: string | null }[];
  purchaseOrderRequired: boolean;
  /** The project this person last reserved for; preselected. */
  lastProject: string | null;
};

/** The field a refusal is about. The keys are one field, and a refusal names the line: /sshKeys/0. */
function fieldOf(pointer: string): keyof Fields | null {
  const [, name = ""] = pointer.split("/");
  return name === "name" || name === "project" || name === "purchaseOrder" || name === "sshKeys" ? name : null;
}

function problemOf(error: unknown): FormProblem {
  const refusal = refusalOfCall(error);
  const fields = refusal.errors.flatMap(({ pointer }) => {
    const field = fieldOf(pointer);
    return field === null ? [] : [[pointer, field] as const];
  });
  return problemOfRefusal(refusal, "The reservation was not made", Object.fromEntries(fields));
}

/** The last step: the cluster's name, who pays, who gets access. Its button is the one click that moves money. */
export function ConfirmForm({ quoteId, label, proposedName, projects, purchaseOrderRequired, lastProject }: Props) {
  const client = useTRPCClient();
  const router = useRouter();
  const { register, handleSubmit, setError, formState } = useForm<Fields>({
    defaultValues: { name: proposedName, project: lastProject ?? (projects.length === 1 ? (projects[0]?.slug ?? "") : ""), purchaseOrder: "", sshKeys: "" },
  });
  const reserve = useMutation({
    mutationFn: ({ name, project, purchaseOrder, sshKeys }: Fields) =>
      client.capacity.reservation.create.mutate({
        quoteId,
        name: name.trim(),
        project: project || undefined,
        purchaseOrder: purchaseOrder.trim() || undefined,
        sshKeys: [sshKeys],
      }),
    // From then on the page reads the accepted quote and shows its reservation.
    onSuccess: ({ name, total }) => {
      toastDone({
        title: `${name} is reserved`,
        detail: `${formatMoneySigned(total)} in all. What is due now is invoiced; the cluster’s page shows its delivery.`,
      });
      router.refresh();
    },
    onError: (error) => {
      const refusal = refusalOfCall(error);
      for (const { pointer, message } of refusal.errors) {
        const field = fieldOf(pointer);
        if (field !== null) setError(field, { message: message });
      }
      if (refusal.code === "po_required") setError("purchaseOrder", { message: refusal.detail });
      if (refusal.code === "quote_expired" || refusal.code === "quote_used") router.refresh();
    },
  });
  const { errors } = formState;
  return (
    <form method="post" noValidate className="grid gap-3.5" onSubmit={handleSubmit((fields) => reserve.mutate(fields))}>
      <ErrorSummary problem={reserve.isError ? problemOf(reserve.error) : null} />
      <TextInput
        id="name"
        label="Name of the cluster"
        mono
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={40}
        note={CLUSTER_NAME_RULE}
        error={errors.name?.message}
        {...register("name", { required: "A cluster needs a name.", pattern: { value: CLUSTER_NAME, message: CLUSTER_NAME_RULE } })}
      />
      {projects.length === 0 ? null : (
        <Select
          id="project"
          label="Project"
          error={errors.project?.message}
          empty="No project"
          options={projects.map((one) => ({ value: one.slug, label: one.costCentre === null ? one.name : `${one.name}, ${one.costCentre}` }))}
          {...register("project")}
        />
      )}
      <TextInput
        id="purchaseOrder"
        label="Purchase order"
        aside={purchaseOrderRequired ? undefined : <span className="text-ink-3">optional</span>}
        autoComplete="off"
        maxLength={60}
        note={purchaseOrderRequired ? "Your organisation asks for one; it stands on every invoice." : "Stands on every invoice."}
        error={errors.purchaseOrder?.message}
        {...register("purchaseOrder", {
          validate: (value) => !purchaseOrderRequired || value.trim() !== "" || "Your organisation asks for a purchase order on every reservation.",
        })}
      />
      <TextArea
        id="sshKeys"
        label="SSH keys"
        mono
        rows={4}
        spellCheck={false}
        autoComplete="off"
        placeholder="ssh-ed25519 AAAA… you@example.com"
        note="One public key per line, as in an authorized_keys file. More can be added when the cluster runs."
        error={errors.sshKeys?.message}
        {...register("sshKeys", {
          // The server validates keys; this only checks that the field is not empty.
          validate: (value) => value.trim() !== "" || "Without a key nobody could get in.",
        })}
      />
      <Button kind="money" size="wide" type="submit" busy={reserve.isPending || reserve.isSuccess}>
        {reserve.isPending || reserve.isSuccess ? "Reserving" : label}
      </Button>
    </form>
  );
}
