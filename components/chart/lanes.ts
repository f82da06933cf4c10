// State lanes: intervals of state along a range, clipped to it, with shares instead of pixels. Pure.
import { STATE_WORD, type State } from "../ui/status";
import { formatDuration, formatInstant } from "../format/text";
import { epochOf } from "./time-axis";

/** `idle`: not in use: a spare, or a node under repair. Gaps between spans stay open. */
export type LaneState = State | "idle";
export type LaneSpan = { start: string; end: string; state: LaneState; text?: string };
export type Lane = { key: string; label: string; remark?: string; spans: LaneSpan[] };
export type LaidSpan = { state: LaneState; from: number; width: number; text?: string; told: string };

/** Spans as shares of the range in percent, clipped; what lies outside is omitted. */
export function layLane(lane: Lane, start: string, end: string): LaidSpan[] {
  const from = epochOf(start);
  const span = epochOf(end) - from;
  if (span <= 0) return [];
  return lane.spans.flatMap((piece) => {
    const begin = Math.max(from, epochOf(piece.start));
    const finish = Math.min(from + span, epochOf(piece.end));
    if (finish <= begin) return [];
    const word = piece.state === "idle" ? "Not serving" : STATE_WORD[piece.state];
    return [
      {
        state: piece.state,
        from: ((begin - from) / span) * 100,
        width: ((finish - begin) / span) * 100,
        text: piece.text,
        told: `${word}, ${formatInstant(piece.start)} to ${formatInstant(piece.end)} UTC, ${formatDuration(epochOf(piece.end) - epochOf(piece.start))}`,
      },
    ];
  });
}

/** The position of an instant on the range, in percent; null when it is outside. */
export function placeOf(at: string, start: string, end: string): number | null {
  const from = epochOf(start);
  const share = (epochOf(at) - from) / (epochOf(end) - from);
  return share >= 0 && share <= 1 ? share * 100 : null;
}

/**
 * A line in a box of 1,000 by 100, interrupted at null values. `low` and `high` are the values at its bottom and top.
 */
export function linePath(points: readonly (readonly [number, number | null])[], low: number, high: number): string {
  let path = "";
  let open = false;
  for (const [share, value] of points) {
    if (value === null) {
      open = false;
      continue;
    }
    const x = Math.round(share * 10_000) / 10;
    const y = Math.round((1 - (value - low) / (high - low || 1)) * 1000) / 10;
    path += `${open ? "L" : "M"}${x} ${y}`;
    open = true;
  }
  return path;
}

/** Round bounds that include every value and the promise. */
export function boundsOf(values: readonly (number | null)[], promise?: number): { low: number; high: number } {
  const all = [...values.filter((value) => value !== null), ...(promise === undefined ? [] : [promise])];
  if (all.length === 0) return { low: 0, high: 1 };
  const least = Math.min(...all);
  const most = Math.max(...all);
  const room = Math.max((most - least) * 0.15, Math.abs(most) * 0.04, 0.001);
  return { low: Math.max(least >= 0 ? 0 : -Infinity, least - room), high: most + room };
}
