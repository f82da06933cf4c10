// Incidents as rows: whom a node serves, what is known of it, and the writing of what was decided.
import type { IdPrefix } from "@/lib/ids";
import { type Instant, toDate, toInstant } from "@/lib/period";
import type { Tx } from "@/server/platform/db";
import type { KnownIncident } from "./incident-rules";

/** What every writer of telemetry needs of an operation. */
export interface Work {
  tx: Tx;
  now: Date;
  id(prefix: IdPrefix): string;
}

/** A node and the customer it serves now. */
export interface Serving {
  nodeId: string;
  organisationId: string;
  clusterId: string;
  clusterName: string;
  siteId: string;
  /** Its number in the cluster, in the order they joined. */
  ordinal: number;
  start: Instant;
  end: Instant;
}

type ServingRow = Omit<Serving, "start" | "end"> & { startAt: Date; endAt: Date };

const SERVING = `
  select a."nodeId", a."organisationId", a."clusterId", c.name as "clusterName", r."siteId", a."startAt", a."endAt",
         (select count(*)::int from "Assignment" x where x."organisationId" = a."organisationId" and x."clusterId" = a."clusterId" and (x."startAt", x.berth) <= (a."startAt", a.berth)) as ordinal
    from "Assignment" a
    join "Cluster" c on c."organisationId" = a."organisationId" and c.id = a."clusterId"
    join "Reservation" r on r."organisationId" = c."organisationId" and r.id = c."reservationId"`;

const servingOf = ({ startAt, endAt, ...row }: ServingRow): Serving => ({ ...row, start: toInstant(startAt), end: toInstant(endAt) });

/** Those of the nodes that serve somebody now. */
export async function readServing(tx: Tx, nodeIds: readonly string[], now: Date): Promise<Map<string, Serving>> {
  const rows = nodeIds.length === 0 ? [] : await tx.sql<ServingRow>(`${SERVING} where a."nodeId" = any($1) and a."startAt" <= $2 and a."endAt" > $2`, [nodeIds, now], "telemetry_serving");
  return new Map(rows.map((row) => [row.nodeId, servingOf(row)]));
}

/** Nodes at sites that serve somebody now. */
export async function readServingAt(tx: Tx, siteIds: readonly string[], now: Date): Promise<Map<string, Serving>> {
  const rows = siteIds.length === 0 ? [] : await tx.sql<ServingRow>(`${SERVING} where r."siteId" = any($1) and r."endAt" > $2 and a."startAt" <= $2 and a."endAt" > $2`, [siteIds, now], "telemetry_serving_at");
  return new Map(rows.map((row) => [row.nodeId, servingOf(row)]));
}

/** Serving nodes that are not well and of which nobody was told: neither an incident of their own is open nor one of their site. */
export async function readUntold(tx: Tx, now: Date): Promise<string[]> {
  const rows = await tx.sql<{ nodeId: string }>(
    `select a."nodeId" from "NodeWatch" w join "Assignment" a on a."nodeId" = w."nodeId" and a."startAt" <= $1 and a."endAt" > $1 join "Pool" p on p.id = w."poolId"
      where w.state in ('down', 'degraded')
        and not exists (select from "Incident" i where i."resolvedAt" is null and (i."nodeId" = w."nodeId" or i.kind = 'site_dark' and i."siteId" = p."siteId"))`,
    [now],
    "telemetry_untold",
  );
  return rows.map((row) => row.nodeId);
}

/** Those of the nodes that are in the workshop. */
export async function readInRepair(tx: Tx, nodeIds: readonly string[]): Promise<Set<string>> {
  const rows = nodeIds.length === 0 ? [] : await tx.sql<{ nodeId: string }>(`select distinct "nodeId" from "Repair" where "nodeId" = any($1) and "closedAt" is null`, [nodeIds], "telemetry_repairs");
  return new Set(rows.map((row) => row.nodeId));
}

interface KnownRow { id: string; kind: string; key: string; openedAt: Date; resolvedAt: Date | null }

function byKey(rows: readonly KnownRow[]): Map<string, KnownIncident[]> {
  const found = new Map<string, KnownIncident[]>();
  for (const { key, id, kind, openedAt, resolvedAt } of rows) {
    const incident = { id, kind, start: toInstant(openedAt), end: resolvedAt && toInstant(resolvedAt) };
    found.set(key, [...(found.get(key) ?? []), incident]);
  }
  return found;
}

/** Incidents of nodes, by node, that are open or were until `since`; oldest first. */
export async function readNodeIncidents(tx: Tx, nodes: readonly Serving[], since: Instant): Promise<Map<string, KnownIncident[]>> {
  const rows = nodes.length === 0 ? [] : await tx.sql<KnownRow>(
    `select i.id, i.kind, i."nodeId" as key, i."openedAt", i."resolvedAt" from unnest($1::text[], $2::text[]) as n (id, cluster)
       join "Incident" i on i."nodeId" = n.id and i."clusterId" = n.cluster and i."mergedIntoId" is null and (i."resolvedAt" is null or i."resolvedAt" >= $3) order by i."openedAt"`,
    [nodes.map((node) => node.nodeId), nodes.map((node) => node.clusterId), toDate(since)],
    "telemetry_node_incidents",
  );
  return byKey(rows);
}

/** Darkness of sites, by site, that lasts or did until `since`; oldest first. */
export async function readDarkness(tx: Tx, siteIds: readonly string[], since: Instant): Promise<Map<string, KnownIncident[]>> {
  const rows = siteIds.length === 0 ? [] : await tx.sql<KnownRow>(
    `select id, kind, "siteId" as key, "openedAt", "resolvedAt" from "Incident"
      where "siteId" = any($1) and kind = 'site_dark' and ("resolvedAt" is null or "resolvedAt" >= $2) order by "openedAt"`,
    [siteIds, toDate(since)],
    "telemetry_darkness",
  );
  return byKey(rows);
}

export interface NewIncident {
  organisationId: string | null;
  siteId: string;
  clusterId: string | null;
  nodeId: string | null;
  kind: "node_down" | "node_degraded" | "site_dark";
  title: string;
  openedAt: Instant;
  resolvedAt: Instant | null;
  entries: Entry[];
}

export interface Entry {
  at: Instant;
  kind: "began" | "detected" | "told" | "worse" | "again" | "recovered" | "replaced" | "merged" | "withdrawn";
  text: string;
}

// One row a year; it is locked until the commit, so numbers follow one another.
const NUMBERS = `
  insert into "IncidentSeries" as s (year, "nextNumber") values ($1, 1 + $2::int)
  on conflict (year) do update set "nextNumber" = s."nextNumber" + $2 returning "nextNumber" - $2 as first`;

/** Writes new incidents with their timelines; numbered by the year they were found in, as `INC-2026-001187`. */
export async function openIncidents(work: Work, incidents: readonly NewIncident[]): Promise<void> {
  if (incidents.length === 0) return;
  const { tx, now } = work;
  const year = now.getUTCFullYear();
  const [row] = await tx.sql<{ first: number }>(NUMBERS, [year, incidents.length], "telemetry_incident_numbers");
  const first = row?.first ?? 1;
  const numbered = incidents.map((incident, index) => ({ ...incident, id: work.id("inc"), number: `INC-${year}-${String(first + index).padStart(6, "0")}` }));
  await tx.exec(
    `insert into "Incident" (id, number, "organisationId", "siteId", "clusterId", "nodeId", kind, title, "openedAt", "detectedAt", "resolvedAt")
     select id, number, organisation, site, cluster, node, kind, title, opened, $11, resolved
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::timestamptz[])
         as i (id, number, organisation, site, cluster, node, kind, title, opened, resolved)`,
    [
      numbered.map((i) => i.id), numbered.map((i) => i.number), numbered.map((i) => i.organisationId), numbered.map((i) => i.siteId), numbered.map((i) => i.clusterId), numbered.map((i) => i.nodeId),
      numbered.map((i) => i.kind), numbered.map((i) => i.title), numbered.map((i) => toDate(i.openedAt)), numbered.map((i) => i.resolvedAt === null ? null : toDate(i.resolvedAt)), now,
    ],
    "telemetry_incident_open",
  );
  await addEntries(work, numbered.flatMap(({ id, organisationId, entries }) => entries.map((entry) => ({ ...entry, incidentId: id, organisationId }))));
}

/** Adds to timelines. */
export async function addEntries(work: Work, entries: readonly (Entry & { incidentId: string; organisationId: string | null })[]): Promise<void> {
  if (entries.length === 0) return;
  await work.tx.exec(
    `insert into "IncidentEntry" (id, "incidentId", "organisationId", at, kind, text)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])`,
    [entries.map(() => work.id("ine")), entries.map((e) => e.incidentId), entries.map((e) => e.organisationId), entries.map((e) => toDate(e.at)), entries.map((e) => e.kind), entries.map((e) => e.text)],
    "telemetry_incident_entries",
  );
}

export interface IncidentUpdate {
  id: string;
  /** Undefined leaves it as it is. */
  openedAt?: Instant;
  resolvedAt?: Instant | null;
  kind?: string;
  title?: string;
  mergedIntoId?: string;
}

export async function updateIncidents(tx: Tx, updates: readonly IncidentUpdate[]): Promise<void> {
  for (const { id, openedAt, resolvedAt, kind, title, mergedIntoId } of updates) {
    await tx.exec(
      `update "Incident" set "openedAt" = coalesce($2, "openedAt"), "resolvedAt" = case when $3 then $4::timestamptz else "resolvedAt" end, kind = coalesce($5, kind), title = coalesce($6, title), "mergedIntoId" = coalesce($7, "mergedIntoId") where id = $1`,
      [id, openedAt === undefined ? null : toDate(openedAt), resolvedAt !== undefined, resolvedAt == null ? null : toDate(resolvedAt), kind ?? null, title ?? null, mergedIntoId ?? null],
      "telemetry_incident_update",
    );
  }
}
