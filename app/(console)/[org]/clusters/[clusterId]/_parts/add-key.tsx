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
import { TextArea, TextInput } from "@/components/form/inputs";
import { Button } from "@/components/ui/button";
import { toastDone } from "@/components/ui/toast";

type Fields = { name: string; publicKey: string };

/** Adds another public key to every node of the cluster. */
export function AddKey({ clusterId, clusterName }: { clusterId: string; clusterName: string }) {
  return (
    <FormDialog
      width={520}
      title="Add an SSH key"
      lead={`It is added to every node of ${clusterName}, including nodes that join later.`}
      trigger={
        <Button size="small">
          <Plus aria-hidden="true" />
          Add key
        </Button>
      }
    >
      {(close) => <KeyForm clusterId={clusterId} clusterName={clusterName} onDone={close} />}
    </FormDialog>
  );
}

function KeyForm({ clusterId, clusterName, onDone }: { clusterId: string; clusterName: string; onDone: () => void }) {
  const id = useId();
  const trpc = useTRPC();
  const router = useRouter();
  const { register, handleSubmit, control, formState } = useForm<Fields>({ defaultValues: { name: "", publicKey: "" } });
  const add = useMutation(
    trpc.clusters.sshKey.add.mutationOptions({
      onSuccess: (key) => {
        toastDone({ title: "Key added", detail: `${key.name} reaches every node of ${clusterName}.` });
        onDone();
        router.refresh();
      },
    }),
  );
  const bodyOf = ({ name, publicKey }: Fields) => ({ publicKey: publicKey.trim(), ...(name.trim() !== "" && { name: name.trim() }) });
  const problem = add.error === null ? null : problemOf(add.error, "The key was not added", { "/publicKey": `${id}-key`, "/name": `${id}-name` });
  const [name, publicKey] = useWatch({ control, name: ["name", "publicKey"] });
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => void handleSubmit((fields) => add.mutate({ id: clusterId, ...bodyOf(fields) }))(event)}
      className="mt-3 grid gap-3"
    >
      <ErrorSummary problem={problem} />
      <TextArea
        id={`${id}-key`}
        label="Public key"
        mono
        rows={4}
        placeholder="ssh-ed25519 AAAA…"
        spellCheck={false}
        error={formState.errors.publicKey?.message}
        note="One OpenSSH public key: ed25519, ecdsa, a security key, or RSA of 2,048 bits or more."
        {...register("publicKey", { required: "Paste the public key" })}
      />
      <TextInput
        id={`${id}-name`}
        label="Name"
        aside={<span className="text-ink-3">optional</span>}
        maxLength={80}
        note="If left empty, the key’s comment is used."
        {...register("name")}
      />
      <FormActions
        request={{ method: "POST", path: `/clusters/${clusterId}/ssh-keys`, body: bodyOf({ name, publicKey }) }}
        act="Add key"
        busy={add.isPending}
      />
    </form>
  );
}
