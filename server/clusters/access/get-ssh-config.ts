import { z } from "zod";
import { file, reference } from "@/lib/contracts/common";
import { slugOf } from "@/server/identity";
import { notFound } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";
import { sshConfig } from "./access";
import { nodeRows } from "../assignments/node-rows";
import { clusterRows } from "../cluster/read-rows";

/** A file for `~/.ssh/config` that reaches every node currently serving the cluster. Errors: not_found. */
export const getSshConfig = query({
  name: "clusters.sshConfig.get",
  summary: "SSH client configuration for the cluster's nodes.",
  input: z.object({ id: reference() }),
  output: file,
  permission: "clusters.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/clusters/{id}/ssh-config", file: true },
  taken: { subject: (input) => input.id },
  handler: async (ctx, input) => {
    const [row] = await clusterRows(ctx.tx, ctx.organisationId, ctx.now, { id: input.id, projectId: ctx.projectId, limit: 1 });
    if (!row) throw notFound("cluster", input.id);
    const slug = await slugOf(ctx.tx, ctx.organisationId);
    const serving = (await nodeRows(ctx.tx, ctx.organisationId, row.id)).filter((n) => n.startAt <= ctx.now && n.endAt > ctx.now);
    const text = sshConfig(
      slug,
      row,
      serving.map((n) => n.ordinal),
    );
    return { fileName: `${row.name}.ssh-config`, contentType: "text/plain; charset=utf-8", bytes: new TextEncoder().encode(text) };
  },
});
