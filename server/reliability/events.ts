// Event handlers of reliability.
import { lasted, nodeName, replacedTitle } from "./incidents/incident-rules";
import { addEntries, updateIncidents } from "./incidents/incident-rows";
import { toInstant } from "@/lib/period";
import { nodeReplaced } from "@/server/clusters";
import { type EventHandler, onEvent } from "@/server/kernel/events/events";
import { randomId } from "@/server/kernel/process/random";

interface Row {
  id: string;
  openedAt: Date;
  resolvedAt: Date | null;
  organisationId: string | null;
  clusterName: string;
  reason: string | null;
  code: number | null;
  ordinal: number;
  spareOrdinal: number | null;
  told: boolean;
}

// The node's latest incident, its number in the cluster and the spare's, and the worst state until the spare took over.
const REPLACED = `
  with numbered as (select "nodeId", row_number() over (order by "startAt", berth)::int as ordinal from clusters.service where "clusterId" = $1)
  select i.id, i."openedAt", i."resolvedAt", i."organisationId", c.name as "clusterName", s.reason, s.code, n.ordinal, p.ordinal as "spareOrdinal",
         exists (select from "IncidentEntry" e where e."incidentId" = i.id and e.kind = 'replaced') as told
    from "Incident" i join clusters.cluster c on c.id = i."clusterId" join numbered n on n."nodeId" = i."nodeId"
    left join numbered p on p."nodeId" = $3
    left join lateral (
      select reason, code from signals.node_state where "nodeId" = i."nodeId" and "startAt" <= $4 and coalesce("endAt", 'infinity') >= i."openedAt"
        and state in ('down', 'degraded')
       order by (state = 'down') desc, "startAt" desc limit 1) s on true
   where i."clusterId" = $1 and i."nodeId" = $2 and i."openedAt" <= $4 and i."mergedIntoId" is null order by i."openedAt" desc, n.ordinal desc limit 1`;

/** A spare serves: the failed node no longer affects its customer. */
const resolveReplaced = onEvent(nodeReplaced, "reliability.resolve-replaced", async (ctx, { clusterId, nodeId, spareNodeId, at }) => {
  const end = new Date(at);
  const [row] = await ctx.tx.sql<Row>(REPLACED, [clusterId, nodeId, spareNodeId, end]);
  // An incident resolved well before was about something else: the node was replaced on request.
  if (!row || row.told || (row.resolvedAt !== null && row.resolvedAt < end)) return;
  const node = nodeName(row.ordinal);
  const spare = row.spareOrdinal === null ? "A spare" : nodeName(row.spareOrdinal);
  await updateIncidents(ctx.tx, [
    { id: row.id, resolvedAt: toInstant(end), title: replacedTitle(node, row.clusterName, { reason: row.reason ?? "", code: row.code }) },
  ]);
  const work = { tx: ctx.tx, now: ctx.now, id: (prefix: "ine") => randomId(prefix, ctx.now) };
  await addEntries(work, [
    {
      incidentId: row.id,
      organisationId: row.organisationId,
      at: toInstant(end),
      kind: "replaced",
      text: `${spare} serves in place of ${node}, ${lasted(toInstant(end) - toInstant(row.openedAt))} after it failed.`,
    },
  ]);
});

export const handlers: readonly EventHandler[] = [resolveReplaced];
