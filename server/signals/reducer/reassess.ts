// The slow path, for any number of nodes at once: read what is stored, reduce, write the difference. Six reads and at
// most seven writes, however many nodes.
import type { StateReason } from "@/lib/node-state";
import { type Instant, type Interval, toInstant } from "@/lib/period";
import { catalogueOf } from "@/server/catalog";
import { keepConditions } from "@/server/clusters";
import type { Tx } from "@/server/kernel/database/db";
import { movesReach, type NodeChange, type Standing } from "./changes";
import { applySplice, recomputeNode } from "./recompute";
import { judgement } from "../collectors/coverage";
import { firstFrom, type NodeSignals } from "../door/runs";
import { signalsKeptFrom } from "../watch/kept";
import { readSignals, signalChanges, writeSignals } from "../watch/signal-rows";
import { readGaps, readStates, readWork, type StateChanges, writeStates } from "../watch/state-rows";
import { readWatches, type WatchedNode, writeWatches } from "../watch/watch-rows";

/** What is new about a node: signals, or blind spans and maintenance that changed from an instant on. */
export interface News {
  incoming: NodeSignals;
  changedFrom: Instant;
}

export const NOTHING_NEW: News = { incoming: { runs: [], points: [] }, changedFrom: Infinity };

/** How far a node can be judged, and the blind time at the end. Before its collectors' first heartbeat: not at all. */
function judged(watchedUntil: Instant | null, now: Instant): { until: Instant; blind: Interval | null } {
  return watchedUntil === null ? { until: 0, blind: null } : judgement(watchedUntil, now);
}

/** A node that fell silent after anybody watched it: its history ended, and starts again where it is heard again. */
function withoutThePast(incoming: NodeSignals, endedAt: Instant): NodeSignals {
  return {
    runs: incoming.runs.flatMap((run) => {
      const from = firstFrom(run, endedAt);
      return from === null ? [] : [{ ...run, from, steady: run.steady || from === run.last }];
    }),
    points: incoming.points.filter((point) => point.at >= endedAt),
  };
}

/**
 * Reduces nodes again and writes the difference. Their rows must be locked.
 * @returns the nodes whose intervals changed
 */
export async function reassess(tx: Tx, at: Date, news: ReadonlyMap<string, News>): Promise<NodeChange[]> {
  if (news.size === 0) return [];
  const now = toInstant(at);
  const keptFrom = await signalsKeptFrom(tx, now);
  const ids = [...news.keys()];
  const [watched, signals, states, catalogue] = await Promise.all([
    readWatches(tx, ids),
    readSignals(tx, ids, keptFrom),
    readStates(tx, ids, keptFrom),
    catalogueOf(tx),
  ]);
  const [gaps, work] = await Promise.all([
    readGaps(tx, [...new Set(watched.map((node) => node.poolId))], keptFrom),
    readWork(tx, [...new Set(watched.map((node) => node.siteId))], keptFrom, at),
  ]);
  const written: StateChanges = { removed: [], ended: [], added: [] };
  const watches: Parameters<typeof writeWatches>[2][number][] = [];
  const gone: bigint[] = [];
  const added: ReturnType<typeof signalChanges>["added"] = [];
  const changes: NodeChange[] = [];
  for (const node of watched) {
    const { nodeId, siteId } = node;
    const { incoming, changedFrom } = news.get(nodeId) ?? NOTHING_NEW;
    const known = states.get(nodeId) ?? [];
    const last = known.at(-1);
    const over = last && last.end !== null ? last.end : null;
    const rows = over === null ? known : [];
    const kept = signals.get(nodeId);
    const { until, blind } = judged(node.watchedUntil, now);
    const stored = {
      rows,
      keptFrom,
      runs: [...(kept?.runs ?? []), ...runningRuns(node)],
      points: kept?.points ?? [],
      blind: [...(gaps.get(node.poolId) ?? []), ...(blind ? [blind] : [])],
      work: work.get(siteId) ?? [],
      expectedFrom: node.expectedFrom,
      committedGbps: catalogue.nodeTypes.get(node.nodeTypeId)?.committedGbps ?? null,
    };
    const { splice, watch, closed, points } = recomputeNode(stored, over === null ? incoming : withoutThePast(incoming, over), until, changedFrom);
    const signalRows = signalChanges(nodeId, kept, closed, points);
    gone.push(...signalRows.gone);
    added.push(...signalRows.added);
    const after = standingOf(applySplice(rows, splice).at(-1));
    watches.push({ nodeId, watch, reason: after.reason });
    const changed = [...splice.removed, ...splice.ended.map(({ row }) => row), ...splice.added];
    if (changed.length === 0) continue;
    written.removed.push(...splice.removed.map(({ start }) => ({ nodeId, start })));
    written.ended.push(...splice.ended.map(({ row, end }) => ({ nodeId, start: row.start, end })));
    written.added.push(...splice.added.map((row) => ({ nodeId, ...row })));
    changes.push({ nodeId, siteId, before: standingOf(rows.at(-1)), after, reachMoved: movesReach(changed) });
  }
  await Promise.all([
    writeStates(tx, written),
    writeSignals(tx, gone, added),
    writeWatches(tx, at, watches),
    keepConditions(
      tx,
      changes.map(({ nodeId, after }) => ({ nodeId, ...after })),
    ),
  ]);
  return changes;
}

const runningRuns = ({ watch }: WatchedNode): NodeSignals["runs"] =>
  (["agent", "probe-1", "probe-2", "probe-3"] as const).flatMap((source) => {
    const run = watch.runs[source];
    return run ? [{ source, ok: true, ...run }] : [];
  });

const standingOf = (open: { state: Standing["state"]; reason: StateReason; code: number | null; start: Instant } | undefined): Standing =>
  open
    ? { state: open.state, reason: open.reason, code: open.code, since: open.start }
    : { state: "unknown", reason: "collectors_blind", code: null, since: null };
