// Billing's reads of reservations, clusters and node states. They belong to modules below and are read nowhere else in
// billing, so that a change there touches one file here.
import { chargeFor, type Rational } from "@/lib/money";
import type { PaymentSchedule } from "@/lib/contracts/capacity";
import {
  type Instant,
  type Interval,
  type Month,
  intersectIntervals,
  lengthOf,
  monthInterval,
  monthOf,
  subtractIntervals,
  toDate,
  toInstant,
} from "@/lib/period";
import { gpuSecondsOf } from "@/lib/quantity";
import { contractedInterval } from "@/server/clusters";
import type { Tx } from "@/server/kernel/database/db";
import { workBeyondAllowance } from "./maintenance-rules";
import type { MeteredReservation, Outage } from "./proration";

/** A reservation as billing sees it: what was promised at what rate, and its cluster. */
export interface Contract {
  reservationId: string;
  quoteId: string;
  projectId: string | null;
  projectName: string | null;
  costCentre: string | null;
  name: string;
  nodeTypeId: string;
  regionId: string;
  gpusPerNode: number;
  nodes: number;
  /** As quoted; the cluster may have ended earlier. */
  window: Interval;
  currency: string;
  rateMicros: bigint;
  paymentSchedule: PaymentSchedule;
  purchaseOrder: string | null;
  slaPlan: { id: string; name: string; targetPercent: string };
  acceptedAt: Date;
  acceptedBy: string;
  /** The reservation's cluster: its id is known from the confirmation, its times once it is delivered. */
  cluster: { id: string; handedOverAt: Instant | null; endedAt: Instant | null };
}

interface ContractRow {
  reservationId: string;
  quoteId: string;
  projectId: string | null;
  projectName: string | null;
  costCentre: string | null;
  name: string;
  nodeTypeId: string;
  regionId: string;
  gpusPerNode: number;
  nodes: number;
  startAt: Date;
  endAt: Date;
  currency: string;
  rateMicros: bigint;
  paymentSchedule: PaymentSchedule;
  purchaseOrder: string | null;
  slaPlanId: string;
  slaPlanName: string;
  targetPercent: string;
  acceptedAt: Date;
  acceptedBy: string;
  clusterId: string;
  handedOverAt: Date | null;
  endedAt: Date | null;
}

const CONTRACTS = `
  select r.id as "reservationId", r."quoteId", r."projectId", p.name as "projectName", p."costCentre", r.name, r."nodeTypeId", r."regionId",
         r."gpusPerNode", r.nodes, r."startAt", r."endAt", r.currency, r."rateMicros", r."paymentSchedule"::text as "paymentSchedule", r."purchaseOrder",
         r."slaPlanId", s.name as "slaPlanName", s."targetPercent", r."createdAt" as "acceptedAt", r."createdByLabel" as "acceptedBy",
         r."clusterId", c."handedOverAt", c."endedAt"
    from capacity.contract r
    join catalog.sla_plan s on s.id = r."slaPlanId"
    left join identity.project p on p.id = r."projectId" and p."organisationId" = r."organisationId"
    left join clusters.cluster c on c.id = r."clusterId" and c."organisationId" = r."organisationId"
   where r."organisationId" = $1 and r.state <> 'cancelled'`;

const instantOrNull = (date: Date | null): Instant | null => (date === null ? null : toInstant(date));

function contractOf(row: ContractRow): Contract {
  const { startAt, endAt, clusterId, handedOverAt, endedAt, slaPlanId, slaPlanName, targetPercent, ...same } = row;
  return {
    ...same,
    window: { start: toInstant(startAt), end: toInstant(endAt) },
    slaPlan: { id: slaPlanId, name: slaPlanName, targetPercent },
    cluster: { id: clusterId, handedOverAt: instantOrNull(handedOverAt), endedAt: instantOrNull(endedAt) },
  };
}

/** One reservation, or null when the organisation has none with that id. */
export async function readContract(tx: Tx, organisationId: string, reservationId: string): Promise<Contract | null> {
  const [row] = await tx.sql<ContractRow>(`${CONTRACTS} and r.id = $2`, [organisationId, reservationId]);
  return row ? contractOf(row) : null;
}

/** Reservations (all, or these) whose window overlaps the period, by project and then in order of their start. */
export async function readContracts(tx: Tx, organisationId: string, period: Interval, reservationIds?: readonly string[]): Promise<Contract[]> {
  const isChosen = reservationIds !== undefined;
  const rows = await tx.sql<ContractRow>(
    `${CONTRACTS} and r."startAt" < $3 and r."endAt" > $2 ${isChosen ? "and r.id = any($4)" : ""} order by p.name nulls last, r."startAt", r.id`,
    [organisationId, toDate(period.start), toDate(period.end), ...(isChosen ? [reservationIds] : [])],
    isChosen ? "billing_chosen_contracts" : "billing_contracts",
  );
  return rows.map(contractOf);
}

/** Months in which the organisation had a contract, from the first confirmation to `last`. */
export async function contractMonths(tx: Tx, organisationId: string, last: Month): Promise<Month[]> {
  const rows = await tx.sql<{ month: Month }>(
    `select to_char(m.start, 'YYYY-MM') as month
       from (select date_trunc('month', min("createdAt"), 'UTC') as first from capacity.contract where "organisationId" = $1 and state <> 'cancelled') r
       cross join lateral generate_series(r.first at time zone 'UTC', $2::timestamptz at time zone 'UTC', interval '1 month') as m (start)
      where exists (select from capacity.contract x where x."organisationId" = $1 and x.state <> 'cancelled'
        and x."createdAt" < (m.start + interval '1 month') at time zone 'UTC' and x."endAt" > m.start at time zone 'UTC')
      order by 1`,
    [organisationId, toDate(monthInterval(last).start)],
    "billing_contract_months",
  );
  return rows.map((row) => row.month);
}

/** The price before tax and before rounding: the locked rate over the whole window. */
export function exactPrice(contract: Contract, window: Interval = contract.window): Rational {
  const { gpusPerNode, nodes, currency, rateMicros } = contract;
  return chargeFor({ rateMicrosPerGpuHour: rateMicros, gpuSeconds: gpuSecondsOf({ nodes, gpusPerNode, seconds: lengthOf(window) }), currency });
}

// Node time

interface AssignmentRow {
  clusterId: string;
  nodeId: string;
  startAt: Date;
  endAt: Date;
}
interface DownRow extends AssignmentRow {
  siteId: string;
}
interface WorkRow extends AssignmentRow {
  berth: number;
  allowanceSeconds: number;
}
interface DarkRow {
  siteId: string;
  startAt: Date;
  endAt: Date;
}

const ASSIGNMENTS = `
  select "clusterId", "nodeId", "startAt", "endAt" from clusters.service
   where "organisationId" = $1 and "clusterId" = any($2) and "startAt" < $4 and "endAt" > $3 and "endAt" > "startAt"`;

const DOWN = `
  select a."clusterId", a."nodeId", r."siteId", greatest(s."startAt", $3::timestamptz) as "startAt",
         least(coalesce(s."endAt", $4::timestamptz), $4::timestamptz) as "endAt"
    from clusters.service a
    join clusters.cluster c on c.id = a."clusterId"
    join capacity.contract r on r.id = c."reservationId"
    join signals.node_state s on s."nodeId" = a."nodeId" and s.state = 'down'
     and s."startAt" < least(a."endAt", $4) and coalesce(s."endAt", 'infinity') > greatest(a."startAt", $3)
   where a."organisationId" = $1 and a."clusterId" = any($2) and a."startAt" < $4 and a."endAt" > $3`;

// Assigned time without a known state: our collectors were blind, or the node was never heard.
const UNWATCHED = `
  select a."clusterId", a."nodeId", lower(g.gap) as "startAt", upper(g.gap) as "endAt"
    from clusters.service a
    cross join lateral unnest(
      tstzmultirange(tstzrange(greatest(a."startAt", $3), least(a."endAt", $4)))
      - coalesce((select range_agg(tstzrange(s."startAt", s."endAt")) from signals.node_state s
          where s."nodeId" = a."nodeId" and s.state <> 'unknown' and s."startAt" < least(a."endAt", $4)
            and coalesce(s."endAt", 'infinity') > greatest(a."startAt", $3)), '{}')) as g (gap)
   where a."organisationId" = $1 and a."clusterId" = any($2) and a."startAt" < $4 and a."endAt" > $3 and a."endAt" > a."startAt"`;

const WORK = `
  select a."clusterId", a."nodeId", a.berth, p."maintenanceAllowanceSeconds" as "allowanceSeconds", greatest(s."startAt", a."startAt", $3::timestamptz) as "startAt",
         least(coalesce(s."endAt", $4::timestamptz), a."endAt", $4::timestamptz) as "endAt"
    from clusters.service a
    join clusters.cluster c on c.id = a."clusterId"
    join capacity.contract r on r.id = c."reservationId"
    join catalog.sla_plan p on p.id = r."slaPlanId"
    join signals.node_state s on s."nodeId" = a."nodeId" and s.state = 'maintenance'
     and s."startAt" < least(a."endAt", $4) and coalesce(s."endAt", 'infinity') > greatest(a."startAt", $3)
   where a."organisationId" = $1 and a."clusterId" = any($2) and a."startAt" < $4 and a."endAt" > $3`;

const DARK = `
  select "siteId", "openedAt" as "startAt", coalesce("resolvedAt", $3::timestamptz) as "endAt" from reliability.incident
   where kind = 'site_dark' and "siteId" = any($1) and "openedAt" < $3 and coalesce("resolvedAt", 'infinity') > $2`;

const intervalOf = (row: { startAt: Date; endAt: Date }): Interval => ({ start: toInstant(row.startAt), end: toInstant(row.endAt) });

function grouped<Row, Value>(rows: readonly Row[], key: (row: Row) => string, value: (row: Row) => Value): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(value(row));
    else groups.set(key(row), [value(row)]);
  }
  return groups;
}

/** A node's down time, split by whether its whole site was dark. */
function outagesOf(row: DownRow, dark: ReadonlyMap<string, Interval[]>): Outage[] {
  const down = [intervalOf(row)];
  const ofSite = dark.get(row.siteId) ?? [];
  const outage =
    (reason: Outage["reason"]) =>
    (part: Interval): Outage => ({ ...part, nodeId: row.nodeId, reason });
  return [...intersectIntervals(down, ofSite).map(outage("site_dark")), ...subtractIntervals(down, ofSite).map(outage("node_down"))];
}

/**
 * What happened to each contract within the period, keyed by reservation, as input for `prorate`. Node states are read
 * up to `period.end`, so a current month is metered by ending the period now.
 */
export async function readMetering(tx: Tx, organisationId: string, contracts: readonly Contract[], period: Interval): Promise<Map<string, MeteredReservation>> {
  const clusters = contracts.map(({ cluster }) => cluster.id);
  const span = [organisationId, clusters, toDate(period.start), toDate(period.end)];
  const sinceMonth = [organisationId, clusters, toDate(monthInterval(monthOf(period.start)).start), toDate(period.end)];
  const [assignments, down, unwatched, work] =
    clusters.length === 0
      ? [[], [], [], []]
      : await Promise.all([
          tx.sql<AssignmentRow>(ASSIGNMENTS, span, "billing_assignments"),
          tx.sql<DownRow>(DOWN, span, "billing_down"),
          tx.sql<AssignmentRow>(UNWATCHED, span, "billing_unwatched"),
          tx.sql<WorkRow>(WORK, sinceMonth, "billing_work"),
        ]);
  const sites = [...new Set(down.map((row) => row.siteId))];
  const dark = sites.length === 0 ? [] : await tx.sql<DarkRow>(DARK, [sites, toDate(period.start), toDate(period.end)], "billing_dark");
  const darkOf = grouped(dark, (row) => row.siteId, intervalOf);
  const assigned = grouped(
    assignments,
    (row) => row.clusterId,
    (row) => ({ ...intervalOf(row), nodeId: row.nodeId }),
  );
  const out = grouped(
    down,
    (row) => row.clusterId,
    (row) => outagesOf(row, darkOf),
  );
  const blind = grouped(
    unwatched,
    (row) => row.clusterId,
    (row): Outage => ({ ...intervalOf(row), nodeId: row.nodeId, reason: "unwatched" }),
  );
  const worked = grouped(
    work,
    (row) => row.clusterId,
    (row) => ({ ...intervalOf(row), berth: row.berth, nodeId: row.nodeId, allowanceSeconds: row.allowanceSeconds }),
  );
  return new Map(
    contracts.map((contract) => {
      const { cluster, window } = contract;
      const ofPlan = worked.get(cluster.id) ?? [];
      const contracted = contractedInterval(window, cluster.handedOverAt, cluster.endedAt);
      const beyond = contracted === null ? [] : workBeyondAllowance(ofPlan, contracted, ofPlan[0]?.allowanceSeconds ?? 0);
      const end = cluster.endedAt === null ? window.end : Math.max(window.start, Math.min(window.end, cluster.endedAt));
      return [
        contract.reservationId,
        {
          window: { start: window.start, end },
          nodes: contract.nodes,
          gpusPerNode: contract.gpusPerNode,
          handedOverAt: cluster.handedOverAt,
          assignments: assigned.get(cluster.id) ?? [],
          outages: [
            ...(out.get(cluster.id) ?? []).flat(),
            ...(blind.get(cluster.id) ?? []),
            ...beyond.map((each): Outage => ({ ...each, reason: "node_down" })),
          ],
        },
      ];
    }),
  );
}
