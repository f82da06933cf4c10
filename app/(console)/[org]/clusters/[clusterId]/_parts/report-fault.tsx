"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { useForm, useWatch } from "react-hook-form";
import { useTRPC } from "@/app/_parts/client/console-client";
import { FormActions, FormDialog } from "@/app/_parts/client/form-dialog";
import { problemOf } from "@/app/_parts/client/form-problem";
import { ErrorSummary } from "@/components/form/error-summary";
import { Select, TextArea } from "@/components/form/inputs";
import { Button } from "@/components/ui/button";
import { toastDone } from "@/components/ui/toast";

export type ServingNode = { id: string; name: string; remark: string };
type Fields = { node: string; description: string };

/** Reports a fault that our probes do not see. */
export function ReportFault({ clusterName, nodes }: { clusterName: string; nodes: ServingNode[] }) {
  return (
    <FormDialog
      width={500}
      title="Report a fault"
      lead={`Reports a node of ${clusterName}. The node stays in service; you can replace it separately.`}
      trigger={<Button>Report a fault</Button>}
    >
      {(close) => <FaultForm nodes={nodes} onDone={close} />}
    </FormDialog>
  );
}

function FaultForm({ nodes, onDone }: { nodes: ServingNode[]; onDone: () => void }) {
  const id = useId();
  const trpc = useTRPC();
  const router = useRouter();
  const { register, handleSubmit, control, formState } = useForm<Fields>({ defaultValues: { node: nodes.length === 1 ? nodes[0]?.id : "", description: "" } });
  const report = useMutation(
    trpc.clusters.faultReport.create.mutationOptions({
      onSuccess: (_done, { id: nodeId }) => {
        toastDone({
          title: "Fault reported",
          detail: `${nodes.find((node) => node.id === nodeId)?.name ?? "The node"}; see the events of the cluster.`,
        });
        onDone();
        router.refresh();
      },
    }),
  );
  const problem = report.error === null ? null : problemOf(report.error, "The fault was not reported", { "/description": `${id}-what`, "/id": `${id}-node` });
  const [node, description] = useWatch({ control, name: ["node", "description"] });
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => void handleSubmit((fields) => report.mutate({ id: fields.node, description: fields.description }))(event)}
      className="mt-3 grid gap-3"
    >
      <ErrorSummary problem={problem} />
      <Select
        id={`${id}-node`}
        label="Node"
        empty="Choose a node"
        options={nodes.map((one) => ({ value: one.id, label: `${one.name}, ${one.remark}` }))}
        error={formState.errors.node?.message}
        {...register("node", { required: "Choose the node" })}
      />
      <TextArea
        id={`${id}-what`}
        label="What you see"
        rows={4}
        maxLength={2000}
        placeholder="NCCL all-reduce hangs on GPU 5 since 03:40"
        error={formState.errors.description?.message}
        {...register("description", { required: "Describe what you see", minLength: { value: 3, message: "Add a little more detail" } })}
      />
      <FormActions
        request={{ method: "POST", path: `/nodes/${node || "{node}"}/fault-reports`, body: { description }, idempotent: true }}
        act="Report fault"
        busy={report.isPending}
      />
    </form>
  );
}
