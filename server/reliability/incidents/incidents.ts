// Keeps incidents in line with node states: opens, reopens, worsens and resolves them until they match the intervals.
import { catalogueOf } from "@/server/catalog";
import { type Instant, toDate, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import {
  darkSpans,
  darkTitle,
  type IncidentChange,
  type KnownIncident,
  lasted,
  nodeName,
  nodeTitle,
  reconcile,
  REOPEN_SECONDS,
  type Span,
  type Spell,
  spellsOf,
} from "./incident-rules";
import {
  addEntries,
  type Entry,
  type IncidentUpdate,
  type NewIncident,
  openIncidents,
  readDarkness,
  readNodeIncidents,
  updateIncidents,
} from "./incident-rows";
import { readHistory } from "../uptime/served-rows";
import { LATE_SECONDS, readServingAt, type Serving, type Work } from "@/server/signals";

/** The first entries of a timeline: what happened when, and how long detection and reporting took. */
const beginning = (start: Instant, now: Instant, what: string): Entry[] => [
  { at: start, kind: "began", text: what },
  { at: now, kind: "detected", text: now > start ? `Noticed ${lasted(now - start)} after it began.` : "Noticed at once." },
  { at: now, kind: "told", text: "Shown in the console and by the API to everyone affected." },
];

/** How far back late signals can change incidents; earlier ones stay as reported. */
const sinceOf = (now: Instant): Instant => now - LATE_SECONDS - REOPEN_SECONDS;

/** How many nodes are watched at each site, and when each of them was unreachable. */
async function readSilences(tx: Tx, siteIds: readonly string[], since: Instant): Promise<Map<string, { watched: number; silences: Span[] }>> {
  const rows = await tx.sql<{ siteId: string; watched: number; silences: Span[] | null }>(
    `select p."siteId", count(distinct w."nodeId")::int as watched,
            json_agg(json_build_object('start', extract(epoch from s."startAt")::bigint, 'end', extract(epoch from s."endAt")::bigint)) filter (where s."startAt" is not null) as silences
       from catalog.pool p join signals.watched_node w on w."poolId" = p.id
       left join signals.node_state s on s."nodeId" = w."nodeId" and s.state = 'down' and s.reason in ('silence', 'probes_failed') and (s."endAt" is null or s."endAt" > $2)
      where p."siteId" = any($1) group by 1`,
    [siteIds, toDate(since)],
    "reliability_silences",
  );
  return new Map(rows.map(({ siteId, watched, silences }) => [siteId, { watched, silences: silences ?? [] }]));
}

/**
 * Updates the "site dark" incidents to what these sites' nodes show, dated back to the first second.
 * @returns the sites with a dark interval that began, ended or moved
 */
export async function followSiteDarkness(work: Work, siteIds: readonly string[]): Promise<string[]> {
  if (siteIds.length === 0) return [];
  const since = sinceOf(toInstant(work.now));
  const [silences, known, catalogue] = await Promise.all([readSilences(work.tx, siteIds, since), readDarkness(work.tx, siteIds, since), catalogueOf(work.tx)]);
  const touched = new Set<string>();
  const opened: NewIncident[] = [];
  const updates: IncidentUpdate[] = [];
  const entries: (Entry & { incidentId: string; organisationId: null })[] = [];
  for (const siteId of siteIds) {
    const { watched, silences: ofSite } = silences.get(siteId) ?? { watched: 0, silences: [] };
    const spans = darkSpans(ofSite, watched).filter(({ end }) => end === null || end > since);
    const left = new Set(known.get(siteId) ?? []);
    for (const span of spans) {
      const incident = [...left].find((each) => each.start < (span.end ?? Infinity) && (each.end ?? Infinity) > span.start);
      if (!incident) {
        touched.add(siteId);
        opened.push(darkness(siteId, catalogue.sites.get(siteId)?.name ?? siteId, watched, span, toInstant(work.now)));
        continue;
      }
      left.delete(incident);
      if (incident.start === span.start && incident.end === span.end) continue;
      touched.add(siteId);
      updates.push({ id: incident.id, openedAt: span.start, resolvedAt: span.end });
      if (incident.end === null && span.end !== null) entries.push({ incidentId: incident.id, organisationId: null, ...darknessEnded(span.start, span.end) });
      if (incident.end !== null && span.end === null)
        entries.push({ incidentId: incident.id, organisationId: null, at: toInstant(work.now), kind: "again", text: "The site is dark again." });
    }
    for (const incident of left) {
      if (incident.end !== null) continue;
      touched.add(siteId);
      updates.push({ id: incident.id, resolvedAt: incident.start });
      entries.push({
        incidentId: incident.id,
        organisationId: null,
        at: toInstant(work.now),
        kind: "withdrawn",
        text: "Withdrawn: signals that came late show that the site was never dark.",
      });
    }
  }
  await updateIncidents(work.tx, updates);
  await addEntries(work, entries);
  await openIncidents(work, opened);
  return [...touched];
}

const darknessEnded = (start: Instant, end: Instant): Entry => ({
  at: end,
  kind: "recovered",
  text: `Signals are back, after ${lasted(end - start)}. This time is not charged.`,
});

function darkness(siteId: string, place: string, watched: number, { start, end }: Span, now: Instant): NewIncident {
  const entries = beginning(start, now, `No signal from at least four fifths of the ${watched} nodes watched at the site. Charges stop here.`);
  if (end !== null) entries.push(darknessEnded(start, end));
  return { organisationId: null, siteId, clusterId: null, nodeId: null, kind: "site_dark", title: darkTitle(place), openedAt: start, resolvedAt: end, entries };
}

/**
 * Updates the incidents of serving nodes to their intervals. `darkSites`: where all serving nodes are checked again.
 */
export async function followServingNodes(work: Work, changed: ReadonlyMap<string, Serving>, darkSites: readonly string[]): Promise<void> {
  const nodes = new Map([...changed, ...(await readServingAt(work.tx, darkSites, work.now))]);
  if (nodes.size === 0) return;
  const now = toInstant(work.now);
  const since = sinceOf(now);
  const serving = [...nodes.values()];
  const [history, known, dark] = await Promise.all([
    readHistory(work.tx, [...nodes.keys()], { start: since, end: now + 1 }),
    readNodeIncidents(work.tx, serving, since),
    readDarkness(work.tx, [...new Set(serving.map((node) => node.siteId))], since),
  ]);
  const opened: NewIncident[] = [];
  const updates: IncidentUpdate[] = [];
  const entries: (Entry & { incidentId: string; organisationId: string })[] = [];
  for (const node of serving) {
    const rows = history.get(node.nodeId) ?? [];
    const darkness = dark.get(node.siteId) ?? [];
    const spells = spellsOf(rows, node, darkness, now);
    for (const change of reconcile(spells, known.get(node.nodeId) ?? [], darkness)) {
      if (change.kind === "open") {
        opened.push(nodeIncident(node, change.spell, now));
        continue;
      }
      const { update, entry } = changeOf(node, change, known.get(node.nodeId) ?? [], now);
      updates.push(update);
      entries.push({ incidentId: change.id, organisationId: node.organisationId, ...entry });
    }
  }
  await updateIncidents(work.tx, updates);
  await addEntries(work, entries);
  await openIncidents(work, opened);
}

const isBack = (node: string, start: Instant, end: Instant): Entry => ({
  at: end,
  kind: "recovered",
  text: `${node} is well again, after ${lasted(end - start)}.`,
});

function nodeIncident(node: Serving, spell: Spell, now: Instant): NewIncident {
  const name = nodeName(node.ordinal);
  const title = nodeTitle(name, node.clusterName, spell);
  const entries = beginning(spell.start, now, `${title}.`);
  if (spell.end !== null) entries.push(isBack(name, spell.start, spell.end));
  return {
    organisationId: node.organisationId,
    siteId: node.siteId,
    clusterId: node.clusterId,
    nodeId: node.nodeId,
    kind: spell.kind,
    title,
    openedAt: spell.start,
    resolvedAt: spell.end,
    entries,
  };
}

function changeOf(
  node: Serving,
  change: Exclude<IncidentChange, { kind: "open" }>,
  known: readonly KnownIncident[],
  now: Instant,
): { update: IncidentUpdate; entry: Entry } {
  const name = nodeName(node.ordinal);
  const { id } = change;
  if (change.kind === "worsen") {
    const title = nodeTitle(name, node.clusterName, change.spell);
    return { update: { id, kind: change.spell.kind, title }, entry: { at: now, kind: "worse", text: `${title}.` } };
  }
  if (change.kind === "reopen")
    return { update: { id, resolvedAt: null }, entry: { at: now, kind: "again", text: `${nodeTitle(name, node.clusterName, change.spell)}, again.` } };
  const incident = known.find((each) => each.id === id);
  if (change.kind === "merge") {
    return {
      update: { id, resolvedAt: incident?.end ?? now, mergedIntoId: change.into },
      entry: { at: now, kind: "merged", text: "Part of the outage of the whole site, which has an incident of its own." },
    };
  }
  const start = incident?.start ?? change.at;
  if (change.at > start) return { update: { id, resolvedAt: change.at }, entry: isBack(name, start, change.at) };
  return { update: { id, resolvedAt: start }, entry: { at: now, kind: "withdrawn", text: "Withdrawn: signals that came late show that nothing was wrong." } };
}
