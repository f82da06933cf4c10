// Tide marks: one mark per day on the waterline, with lost minutes hanging below it. Pure: days in, numbers out.
import { formatInstant, formatMinutes } from "../format/text";

export type TideState = "up" | "degraded" | "down" | "maintenance" | "unknown" | "none";

export type TideDay = {
  /** "2026-10-14", UTC. */
  date: string;
  state: TideState;
  /** Budget spent that day, weighted by the plan. */
  lostSeconds: number;
  /** What happened: "03:12 to 03:58, site dark, 16 of 16 nodes". */
  note?: string;
  /** Opens the evidence. */
  href?: string;
};

/** Days as sent to the browser: one letter per mark, and details only for days that are not quiet. */
export type PackedTide = {
  start: string;
  /** Days per mark. */
  step: number;
  marks: string;
  lost: Record<number, number>;
  notes: Record<number, { note?: string; href?: string }>;
};

const LETTER: Record<TideState, string> = { up: "u", degraded: "g", down: "d", maintenance: "m", unknown: "k", none: "n" };
const STATE_OF = Object.fromEntries(Object.entries(LETTER).map(([state, letter]) => [letter, state])) as Record<string, TideState>;
const DAY_MS = 86_400_000;

/** Packs consecutive days; with `step` 2 a mark is the worse of two days. */
export function packTide(days: readonly TideDay[], step = 1): PackedTide {
  const packed: PackedTide = { start: days[0]?.date ?? "1970-01-01", step, marks: "", lost: {}, notes: {} };
  for (let at = 0; at < days.length; at += step) {
    const worst = days.slice(at, at + step).reduce((worse, day) => (rank(day) > rank(worse) ? day : worse));
    const mark = packed.marks.length;
    packed.marks += LETTER[worst.state];
    if (worst.lostSeconds > 0) packed.lost[mark] = worst.lostSeconds;
    if (worst.note !== undefined || worst.href !== undefined) packed.notes[mark] = { note: worst.note, href: worst.href };
  }
  return packed;
}

/** More lost is worse; then anything that is not up. "No data" never hides a measured day. */
function rank(day: TideDay): number {
  if (day.lostSeconds > 0) return 10 + day.lostSeconds;
  return { none: 0, up: 1, maintenance: 2, unknown: 3, degraded: 4, down: 5 }[day.state];
}

export const stateAt = (tide: PackedTide, mark: number): TideState => STATE_OF[tide.marks[mark] ?? "n"] ?? "none";

/** The first day of a mark, "2026-10-14". */
export function dateAt(tide: PackedTide, mark: number): string {
  return new Date(Date.parse(`${tide.start}T00:00:00Z`) + mark * tide.step * DAY_MS).toISOString().slice(0, 10);
}

/**
 * Depth below the waterline: logarithmic, full at 60 minutes, at least 2.5 px so that a single lost second is visible.
 */
export function depthOf(lostSeconds: number, full: number): number {
  if (lostSeconds <= 0) return 0;
  const minutes = lostSeconds / 60;
  return Math.min(full, 2.5 + (Math.log10(minutes + 1) / Math.log10(61)) * (full - 2.5));
}

export type TideSize = {
  /** Mark and gap, whole pixels. */
  mark: number;
  gap: number;
  /** Height above the waterline and the depth of 60 minutes below it. */
  above: number;
  below: number;
  /** Detail: room for the scale on the left, month lines, ticks below, names beside losses. */
  left?: number;
  scale?: boolean;
  months?: boolean;
  ticks?: boolean;
  names?: boolean;
};

export const TIDE_SMALL: TideSize = { mark: 2, gap: 1, above: 13, below: 9 };
export const TIDE_DETAIL: TideSize = { mark: 7, gap: 2, above: 27, below: 34, left: 34, scale: true, months: true, ticks: true, names: true };
export const TIDE_DETAIL_NARROW: TideSize = { mark: 2, gap: 1, above: 27, below: 30, left: 24, scale: true, months: true, ticks: true };

export type TideShape = "up" | "degraded" | "down" | "maintenance" | "unknown" | "none";
export type TideName = { x: number; y: number; anchor: "start" | "end"; text: string };
export type TideLayout = {
  width: number;
  height: number;
  left: number;
  top: number;
  waterline: number;
  step: number;
  shapes: { kind: TideShape; d: string }[];
  scale: { y: number; label: string }[];
  months: number[];
  ticks: { x: number; anchor: "start" | "middle" | "end"; label: string }[];
  names: TideName[];
};

const box = (x: number, y: number, width: number, height: number) => `M${x} ${y}h${width}v${Math.round(height * 10) / 10}h${-width}z`;

export function layTide(tide: PackedTide, size: TideSize): TideLayout {
  const count = tide.marks.length;
  const left = size.left ?? 0;
  const step = size.mark + size.gap;
  const top = size.scale ? 6 : 1;
  const waterline = top + size.above - (size.scale ? 1 : 0);
  const xOf = (mark: number) => left + mark * step;
  const paths = new Map<TideShape, string>();
  const add = (kind: TideShape, d: string) => paths.set(kind, (paths.get(kind) ?? "") + d);

  for (let mark = 0; mark < count; mark++) {
    const state = stateAt(tide, mark);
    const x = xOf(mark);
    if (state === "none") {
      add("none", box(x + size.mark / 2 - 0.6, waterline - 3, 1.2, 1.2));
      continue;
    }
    if (state === "unknown") {
      add("unknown", box(x, waterline - 6, size.mark, 5));
      continue;
    }
    const lost = tide.lost[mark] ?? 0;
    // At list size the whole day is coloured; in detail only what hangs below.
    const above = state === "maintenance" ? "maintenance" : size.scale ? "up" : state;
    add(above, box(x, top, size.mark, waterline - top - 0.5));
    if (lost > 0) add(state === "up" || state === "maintenance" ? "degraded" : state, box(x, waterline + 1, size.mark, depthOf(lost, size.below)));
  }

  const width = Math.max(0, xOf(count) - size.gap);
  const height = waterline + size.below + (size.scale ? 6 : 2) + (size.ticks ? 18 : 0);
  const firsts = size.months ? monthFirsts(tide) : [];
  return {
    width,
    height,
    left,
    top,
    waterline,
    step,
    shapes: [...paths].map(([kind, d]) => ({ kind, d })),
    scale: size.scale ? [1, 10, 60].map((minutes) => ({ y: waterline + 1 + depthOf(minutes * 60, size.below), label: String(minutes) })) : [],
    months: firsts.map((mark) => xOf(mark) - size.gap / 2),
    ticks: size.ticks ? layTicks(tide, firsts, xOf, size.mark) : [],
    names: size.names ? layNames(tide, xOf, size, waterline, width) : [],
  };
}

function monthFirsts(tide: PackedTide): number[] {
  const found: number[] = [];
  for (let mark = 1; mark < tide.marks.length; mark++) {
    if (dateAt(tide, mark).slice(0, 7) !== dateAt(tide, mark - 1).slice(0, 7)) found.push(mark);
  }
  return found;
}

const TICK_ROOM = 46;

function layTicks(tide: PackedTide, firsts: number[], xOf: (mark: number) => number, markWidth: number): TideLayout["ticks"] {
  const last = tide.marks.length - 1;
  if (last < 0) return [];
  const label = (mark: number) => formatInstant(`${dateAt(tide, mark)}T00:00:00Z`, "day");
  const end = { x: xOf(last) + markWidth, anchor: "end" as const, label: label(last) };
  const ticks: TideLayout["ticks"] = [{ x: xOf(0), anchor: "start", label: label(0) }];
  for (const mark of firsts) {
    const before = ticks.at(-1);
    if (before !== undefined && xOf(mark) - before.x < TICK_ROOM) continue;
    if (end.x - xOf(mark) < TICK_ROOM * 1.7) continue;
    ticks.push({ x: xOf(mark), anchor: "start", label: label(mark) });
  }
  return last === 0 ? ticks : [...ticks, end];
}

const LETTER_WIDTH = 5.9;
const MAX_NAMES = 6;

/** Names the deepest losses beside them; a name without room is left to the tooltip and the table. */
function layNames(tide: PackedTide, xOf: (mark: number) => number, size: TideSize, waterline: number, width: number): TideName[] {
  const deepest = Object.entries(tide.lost)
    .map(([mark, lost]) => ({ mark: Number(mark), lost }))
    .sort((a, b) => b.lost - a.lost)
    .slice(0, MAX_NAMES);
  const taken: { from: number; to: number; y: number }[] = Object.keys(tide.lost).map((mark) => ({
    from: xOf(Number(mark)),
    to: xOf(Number(mark)) + size.mark,
    y: waterline + 8,
  }));
  const names: TideName[] = [];
  for (const { mark, lost } of deepest) {
    const text = `${formatInstant(`${dateAt(tide, mark)}T00:00:00Z`, "day")}, ${formatMinutes(lost)}`;
    const room = text.length * LETTER_WIDTH;
    const deep = Math.min(waterline + size.below, waterline + 4 + Math.max(11, depthOf(lost, size.below)));
    const places: TideName[] = [deep, waterline + size.below - 2, waterline + 15].flatMap((y): TideName[] => [
      { x: xOf(mark) + size.mark + 5, y, anchor: "start", text },
      { x: xOf(mark) - 5, y, anchor: "end", text },
    ]);
    const free = places.find((place) => {
      const from = place.anchor === "start" ? place.x : place.x - room;
      const to = from + room;
      return from >= (size.left ?? 0) && to <= width && taken.every((other) => to < other.from - 3 || from > other.to + 3 || Math.abs(other.y - place.y) > 12);
    });
    if (free === undefined) continue;
    const from = free.anchor === "start" ? free.x : free.x - room;
    taken.push({ from, to: from + room, y: free.y });
    names.push(free);
  }
  return names;
}

/** A day in words: "46.00 min down", "Up, no minutes lost". */
export function describeMark(tide: PackedTide, mark: number): string {
  const state = stateAt(tide, mark);
  const lost = tide.lost[mark] ?? 0;
  if (state === "none") return "No data";
  if (state === "unknown") return "Unknown: our own collectors were blind";
  if (lost > 0) return `${formatMinutes(lost)} min ${state === "down" ? "down" : "lost, degraded"}`;
  if (state === "maintenance") return "Announced maintenance";
  if (state === "degraded") return "Degraded, no minutes lost";
  return "Up, no minutes lost";
}
