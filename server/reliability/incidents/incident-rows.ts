// Incidents as rows: whom a node serves, what is known about it, and writing decisions.
import { type Instant, toDate, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import type { Serving, Work } from "@/server/signals";
import type { KnownIncident } from "./incident-rules";

/** Serving nodes that are not well and have no open incident, neither their own nor their site's. */
export async function nodesWithoutIncident(tx: Tx, now: Date): Promise<string[]> {
  const rows = await tx.sql<{ nodeId: string }>(
    `select a."nodeId" from signals.watched_node w join clusters.service a on a."nodeId" = w."nodeId" and a."startAt" <= $1 and a."endAt" > $1 join catalog.pool p on p.id = w."poolId"
      where w.state in ('down', 'degraded')
        and not exists (select from "Incident" i where i."resolvedAt" is null and (i."nodeId" = w."nodeId" or i.kind = 'site_dark' and i."siteId" = p."siteId"))`,
    [now],
    "reliability_without_incident",
  );
  return rows.map((row) => row.nodeId);
}

interface KnownRow {
  id: string;
  kind: string;
  key: string;
  openedAt: Date;
  resolvedAt: Date | null;
}

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
  const rows =
    nodes.length === 0
      ? []
      : await tx.sql<KnownRow>(
          `select i.id, i.kind, n.id as key, i."openedAt", i."resolvedAt" from unnest($1::text[], $2::text[]) as n (id, cluster)
       join "Incident" i on i."nodeId" = n.id and i."clusterId" = n.cluster and i."mergedIntoId" is null and (i."resolvedAt" is null or i."resolvedAt" >= $3) order by i."openedAt"`,
          [nodes.map((node) => node.nodeId), nodes.map((node) => node.clusterId), toDate(since)],
          "reliability_node_incidents",
        );
  return byKey(rows);
}

/** Dark sites' intervals, by site, that are open or were until `since`; oldest first. */
export async function readDarkness(tx: Tx, siteIds: readonly string[], since: Instant): Promise<Map<string, KnownIncident[]>> {
  const rows =
    siteIds.length === 0
      ? []
      : await tx.sql<KnownRow>(
          `select id, kind, "siteId" as key, "openedAt", "resolvedAt" from "Incident"
      where "siteId" = any($1) and kind = 'site_dark' and ("resolvedAt" is null or "resolvedAt" >= $2) order by "openedAt"`,
          [siteIds, toDate(since)],
          "reliability_darkness",
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

// One row per year, locked until the commit so that numbers are consecutive.
const NUMBERS = `
  insert into "IncidentSeries" as s (year, "nextNumber") values ($1, 1 + $2::int)
  on conflict (year) do update set "nextNumber" = s."nextNumber" + $2 returning "nextNumber" - $2 as first`;

/** Writes new incidents with their timelines, numbered by the year of detection, as `INC-2026-001187`. */
export async function openIncidents(work: Work, incidents: readonly NewIncident[]): Promise<void> {
  if (incidents.length === 0) return;
  const { tx, now } = work;
  const year = now.getUTCFullYear();
  const [row] = await tx.sql<{ first: number }>(NUMBERS, [year, incidents.length], "reliability_incident_numbers");
  const first = row?.first ?? 1;
  const numbered = incidents.map((incident, index) => ({ ...incident, id: work.id("inc"), number: `INC-${year}-${String(first + index).padStart(6, "0")}` }));
  await tx.exec(
    `insert into "Incident" (id, number, "organisationId", "siteId", "clusterId", "nodeId", kind, title, "openedAt", "detectedAt", "resolvedAt")
     select id, number, organisation, site, cluster, node, kind, title, opened, $11, resolved
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::timestamptz[])
         as i (id, number, organisation, site, cluster, node, kind, title, opened, resolved)`,
    [
      numbered.map((i) => i.id),
      numbered.map((i) => i.number),
      numbered.map((i) => i.organisationId),
      numbered.map((i) => i.siteId),
      numbered.map((i) => i.clusterId),
      numbered.map((i) => i.nodeId),
      numbered.map((i) => i.kind),
      numbered.map((i) => i.title),
      numbered.map((i) => toDate(i.openedAt)),
      numbered.map((i) => (i.resolvedAt === null ? null : toDate(i.resolvedAt))),
      now,
    ],
    "reliability_incident_open",
  );
  await addEntries(
    work,
    numbered.flatMap(({ id, organisationId, entries }) => entries.map((entry) => ({ ...entry, incidentId: id, organisationId }))),
  );
}

/** Appends to timelines. */
export async function addEntries(work: Work, entries: readonly (Entry & { incidentId: string; organisationId: string | null })[]): Promise<void> {
  if (entries.length === 0) return;
  await work.tx.exec(
    `insert into "IncidentEntry" (id, "incidentId", "organisationId", at, kind, text)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])`,
    [
      entries.map(() => work.id("ine")),
      entries.map((e) => e.incidentId),
      entries.map((e) => e.organisationId),
      entries.map((e) => toDate(e.at)),
      entries.map((e) => e.kind),
      entries.map((e) => e.text),
    ],
    "reliability_incident_entries",
  );
}

export interface IncidentUpdate {
  id: string;
  /** Undefined keeps the current value. */
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
      [
        id,
        openedAt === undefined ? null : toDate(openedAt),
        resolvedAt !== undefined,
        resolvedAt == null ? null : toDate(resolvedAt),
        kind ?? null,
        title ?? null,
        mergedIntoId ?? null,
      ],
      "reliability_incident_update",
    );
  }
}
