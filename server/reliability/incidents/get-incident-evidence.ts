import type { NodeState } from "@/lib/node-state";
import { incidentEvidence, incidentIdInput } from "@/lib/contracts/reliability";
import { notFound } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";
import { hashOf } from "./canonical-json";
import { incidentOf, incidentRows, timelineOf } from "./incident-views";

interface AssignmentRow {
  clusterId: string;
  clusterName: string;
  slaPlan: string;
  targetPercent: string;
  reserved: number;
  nodeId: string;
  serial: string;
  ordinal: number;
  berth: number;
  startAt: Date;
  endAt: Date;
  endedAs: string | null;
}
interface StateRow {
  nodeId: string;
  startAt: Date;
  endAt: Date | null;
  state: NodeState;
  reason: string;
  code: number | null;
}

const ASSIGNMENTS = `
  select c.id as "clusterId", c.name as "clusterName", r."slaPlanId" as "slaPlan", p."targetPercent", r.nodes as reserved, a."nodeId", n.serial,
         (select count(*)::int from clusters.service x where x."organisationId" = a."organisationId" and x."clusterId" = a."clusterId"
           and (x."startAt", x.berth) <= (a."startAt", a.berth)) as ordinal, a.berth, a."startAt", a."endAt", a."endedAs"
    from clusters.service a join catalog.node n on n.id = a."nodeId"
    join clusters.cluster c on c."organisationId" = a."organisationId" and c.id = a."clusterId"
    join capacity.contract r on r."organisationId" = c."organisationId" and r.id = c."reservationId" join catalog.sla_plan p on p.id = r."slaPlanId"
   where a."organisationId" = $1 and a."clusterId" = any($2) and ($3::text is null or a."nodeId" = $3) and a."startAt" < $5 and a."endAt" > $4
     order by c.id, a.berth, a."startAt"`;

const STATES = `
  select s."nodeId", s."startAt", s."endAt", s.state, s.reason, s.code from unnest($1::text[]) as n (id) join signals.node_state s on s."nodeId" = n.id
     and s."startAt" < $3::timestamptz + interval '1 hour' and coalesce(s."endAt", 'infinity') > $2::timestamptz - interval '1 hour'
       order by s."nodeId", s."startAt"`;

/**
 * The evidence behind an incident, for a claim or a customer's own audit. Contains nothing about other customers.
 * Errors: not_found.
 */
export const getIncidentEvidence = query({
  name: "reliability.incident.evidence",
  summary: "Evidence pack of an incident: timeline, nodes, their states and the promise, with a hash over all of it.",
  input: incidentIdInput,
  output: incidentEvidence,
  permission: "reliability.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/incidents/{id}/evidence" },
  taken: { subject: (input) => input.id },
  handler: async (ctx, { id }) => {
    const { tx, organisationId, now } = ctx;
    const [row] = await incidentRows(tx, now, { organisationId, projectId: ctx.projectId, id, limit: 1 });
    if (!row) throw notFound("incident", id);
    const until = row.resolvedAt ?? now;
    const { lastedSeconds: _lasted, ...incident } = incidentOf(row, now);
    const assignments = await tx.sql<AssignmentRow>(
      ASSIGNMENTS,
      [organisationId, incident.touched.map((cluster) => cluster.clusterId), row.nodeId, row.openedAt, until],
      "reliability_evidence_nodes",
    );
    const [states, timeline] = await Promise.all([
      tx.sql<StateRow>(STATES, [[...new Set(assignments.map((a) => a.nodeId))], row.openedAt, until], "reliability_evidence_states"),
      timelineOf(tx, organisationId, row, now),
    ]);
    const content = {
      incident,
      timeline,
      clusters: [
        ...new Map(
          assignments.map((a) => [
            a.clusterId,
            { clusterId: a.clusterId, clusterName: a.clusterName, slaPlan: a.slaPlan, targetPercent: a.targetPercent, nodes: a.reserved },
          ]),
        ).values(),
      ],
      assignments: assignments.map(({ clusterId, nodeId, serial, ordinal, berth, startAt, endAt, endedAs }) => ({
        clusterId,
        nodeId,
        serial,
        ordinal,
        berth,
        start: startAt.toISOString(),
        end: endAt.toISOString(),
        endedAs,
      })),
      intervals: states.map(({ nodeId, startAt, endAt, state, reason, code }) => ({
        nodeId,
        start: startAt.toISOString(),
        end: endAt?.toISOString() ?? null,
        state,
        reason,
        code,
      })),
    };
    return { content, final: row.resolvedAt !== null, algorithm: "SHA-256" as const, hash: hashOf(content) };
  },
});
