// The sites' technicians: a node that reports well again after it was taken out is tested and returned to service,
// through the same verb that staff use.
import { router as clusters } from "@/server/clusters/router";
import { type Scope, transaction } from "@/server/kernel/database/db";
import { systemCaller } from "@/server/kernel/operation/actor";
import { run } from "@/server/kernel/operation/operation";
import { randomId } from "@/server/kernel/process/random";

const LOOK: Scope = { organisationId: null, network: true, readOnly: true };

const CHECKS = ["GPU diagnostics, level 3", "Memory test", "Burn-in, 30 min", "Fabric bandwidth"];

const REPAIRED = `
  select r.id from clusters.repair r join signals.node_state s on s."nodeId" = r."nodeId" and s."endAt" is null
   where r."closedAt" is null and s.state = 'up' and s."startAt" > r."openedAt" order by r."openedAt", r.id`;

/** Closes the repairs of nodes that came back. Returns how many. */
export async function closeRepairs(): Promise<number> {
  const repaired = await transaction(LOOK, (tx) => tx.sql<{ id: string }>(REPAIRED, [], "demo_repaired"));
  for (const { id } of repaired)
    await run(
      clusters.repair.close,
      { ...systemCaller("site technicians", null, "demo"), idempotencyKey: randomId("req") },
      { id, outcome: "repaired", checks: CHECKS, note: "Repaired at the site and tested." },
    );
  return repaired.length;
}
