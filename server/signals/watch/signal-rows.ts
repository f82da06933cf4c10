// The signals of watched nodes as rows: closed runs and points.
import { type Instant, toDate, toInstant } from "@/lib/period";
import type { Tx } from "@/server/kernel/database/db";
import { type NodeSignals, POINT_KINDS, POINT_REACH_SECONDS, type PointKind, type PointSignal, type Run, type Source } from "../door/runs";

interface SignalRow {
  id: bigint;
  nodeId: string;
  source: Source | null;
  kind: string;
  ok: boolean;
  code: number | null;
  value: number | null;
  fromAt: Date;
  untilAt: Date;
  steady: boolean;
}

/** The kept signals of a node, with the rows they are stored in. */
export interface KeptSignals extends NodeSignals {
  rows: Map<string, bigint>;
}

const runKey = ({ source, ok, from, last, steady }: Run): string => `${source} ${ok} ${from} ${last} ${steady}`;
const pointKey = ({ kind, at, ok, code, value }: PointSignal): string => `${kind} ${at} ${ok} ${code} ${value}`;
const isPointKind = (kind: string): kind is PointKind => (POINT_KINDS as readonly string[]).includes(kind);

/** Everything kept of the nodes since five minutes before `keptFrom`. */
export async function readSignals(tx: Tx, nodeIds: readonly string[], keptFrom: Instant): Promise<Map<string, KeptSignals>> {
  const rows = await tx.sql<SignalRow>(
    `select id, "nodeId", source, kind, ok, code, value, "fromAt", "untilAt", steady from "SignalRun" where "nodeId" = any($1) and "untilAt" >= $2`,
    [nodeIds, toDate(keptFrom - POINT_REACH_SECONDS)],
    "signals_signals",
  );
  const kept = new Map<string, KeptSignals>();
  for (const { id, nodeId, source, kind, ok, code, value, fromAt, untilAt, steady } of rows) {
    let signals = kept.get(nodeId);
    if (!signals) kept.set(nodeId, (signals = { runs: [], points: [], rows: new Map() }));
    if (isPointKind(kind)) {
      const point = { kind, at: toInstant(fromAt), ok, code, value };
      signals.points.push(point);
      signals.rows.set(pointKey(point), id);
    } else if (source !== null) {
      const run = { source, ok, from: toInstant(fromAt), last: toInstant(untilAt), steady };
      signals.runs.push(run);
      signals.rows.set(runKey(run), id);
    }
  }
  return kept;
}

interface NewSignalRow {
  nodeId: string;
  source: Source | null;
  kind: string;
  ok: boolean;
  code: number | null;
  value: number | null;
  from: Instant;
  until: Instant;
  steady: boolean;
}

const rowOfPoint = (nodeId: string, { kind, at, ok, code, value }: PointSignal): NewSignalRow => ({
  nodeId,
  source: null,
  kind,
  ok,
  code,
  value,
  from: at,
  until: at,
  steady: true,
});
const rowOfRun = (nodeId: string, { source, ok, from, last, steady }: Run): NewSignalRow => ({
  nodeId,
  source,
  kind: source === "agent" ? "heartbeat" : "probe",
  ok,
  code: null,
  value: null,
  from,
  until: last,
  steady,
});

/** The row changes after which the rows hold exactly these signals. */
export function signalChanges(
  nodeId: string,
  kept: KeptSignals | undefined,
  runs: readonly Run[],
  points: readonly PointSignal[],
): { gone: bigint[]; added: NewSignalRow[] } {
  const left = new Map(kept?.rows);
  const added: NewSignalRow[] = [];
  for (const run of runs) if (!left.delete(runKey(run))) added.push(rowOfRun(nodeId, run));
  for (const point of points) if (!left.delete(pointKey(point))) added.push(rowOfPoint(nodeId, point));
  return { gone: [...left.values()], added };
}

const signalColumns = (rows: readonly NewSignalRow[]) => [
  rows.map((r) => r.nodeId),
  rows.map((r) => r.source),
  rows.map((r) => r.kind),
  rows.map((r) => r.ok),
  rows.map((r) => r.code),
  rows.map((r) => r.value),
  rows.map((r) => toDate(r.from)),
  rows.map((r) => toDate(r.until)),
  rows.map((r) => r.steady),
];
const FROM_SIGNALS = `from unnest($1::text[], $2::text[], $3::text[], $4::bool[], $5::int[], $6::float8[], $7::timestamptz[], $8::timestamptz[],
  $9::bool[]) as s ("nodeId", source, kind, ok, code, value, "fromAt", "untilAt", steady)`;
const INSERT_SIGNALS = `insert into "SignalRun" ("nodeId", source, kind, ok, code, value, "fromAt", "untilAt", steady) select s.* ${FROM_SIGNALS}`;

export async function writeSignals(tx: Tx, gone: readonly bigint[], added: readonly NewSignalRow[]): Promise<void> {
  if (gone.length > 0) await tx.exec(`delete from "SignalRun" where id = any($1::bigint[])`, [gone], "signals_signals_gone");
  if (added.length > 0) await tx.exec(INSERT_SIGNALS, signalColumns(added), "signals_signals_added");
}

/**
 * Stores points that change no state (errors of the customer's own programs), once. The caller has locked the nodes'
 * rows.
 */
export async function keepHarmless(tx: Tx, points: readonly { nodeId: string; point: PointSignal }[]): Promise<void> {
  if (points.length === 0) return;
  await tx.exec(
    `${INSERT_SIGNALS} where not exists (select from "SignalRun" r where r."nodeId" = s."nodeId" and r."fromAt" = s."fromAt" and r.kind = s.kind
      and r.code is not distinct from s.code)`,
    signalColumns(points.map(({ nodeId, point }) => rowOfPoint(nodeId, point))),
    "signals_harmless",
  );
}
