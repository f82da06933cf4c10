import { file } from "@/lib/contracts/common";
import { exportAuditEventsInput } from "@/lib/contracts/identity";
import { csv } from "@/lib/csv";
import { query } from "@/server/kernel/operation/operation";
import { auditEvents } from "./audit-rows";

/** Maximum entries per file; a longer history is fetched in ranges. */
const LIMIT = 50_000;

/** The audit log as a file: the list's filters, CSV for people, JSON lines for programs that verify the chain. */
export const exportAuditEvents = query({
  name: "identity.auditEvent.export",
  summary: "Audit log as CSV or JSON lines.",
  input: exportAuditEventsInput,
  output: file,
  permission: "audit.read",
  tenancy: "organisation",
  rate: "read",
  rest: { method: "GET", path: "/audit-events", when: { name: "format", values: ["csv", "jsonl"] }, file: true },
  taken: { subject: (_input, output) => output.fileName },
  handler: async (ctx, input) => {
    const rows = await auditEvents(ctx.tx, ctx.organisationId, { ...input, limit: LIMIT });
    const text =
      input.format === "jsonl"
        ? rows.map((row) => `${JSON.stringify(row)}\n`).join("")
        : csv(
            [
              "sequence",
              "occurredAt",
              "actorKind",
              "actorId",
              "actorName",
              "action",
              "target",
              "surface",
              "address",
              "requestId",
              "detail",
              "previousHash",
              "hash",
            ],
            rows.map((r) => [
              r.sequence,
              r.occurredAt,
              r.actor.kind,
              r.actor.id,
              r.actor.name,
              r.action,
              r.target,
              r.surface,
              r.address,
              r.requestId,
              JSON.stringify(r.detail),
              r.previousHash,
              r.hash,
            ]),
          );
    return {
      fileName: `audit-log.${input.format}`,
      contentType: input.format === "jsonl" ? "application/jsonl" : "text/csv; charset=utf-8",
      bytes: new TextEncoder().encode(text),
    };
  },
});
