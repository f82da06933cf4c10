import { auditEventPage, listAuditEventsInput } from "@/lib/contracts/identity";
import { query } from "@/server/kernel/operation/operation";
import { auditEvents } from "./audit-rows";

/** The organisation's audit log, newest first. Each entry carries the hash of the one before it. */
export const listAuditEvents = query({
  name: "identity.auditEvent.list",
  summary: "Audit log of the organisation.",
  input: listAuditEventsInput,
  output: auditEventPage,
  permission: "audit.read",
  tenancy: "organisation",
  rate: "read",
  rest: { method: "GET", path: "/audit-events" },
  handler: async (ctx, input) => {
    const rows = await auditEvents(ctx.tx, ctx.organisationId, { ...input, limit: input.limit + 1 });
    const data = rows.slice(0, input.limit);
    return { data, nextCursor: rows.length > input.limit ? String(data.at(-1)?.sequence ?? "") || null : null };
  },
});
