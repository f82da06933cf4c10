// Down by observation: silence and failing probes, in seconds. Pure, and a function of the set of observations alone.
//
// The node goes down when two of the three probes fail at once, or when more than 120 seconds pass without a good
// observation; dated back to the first failed observation, or to the first missed one (a minute after the last good
// one). It comes back at the first good observation that is followed by another within two cadences. An observation is
// good when it reports well and no majority of probes is failing. While collectors are blind nothing counts: what was
// due then is assumed good, and silence is counted again afterwards.
// A node that somebody begins to expect is silent only from then on: earlier silence ends there, unless a majority of the
// probes fails at that second. Being down because probes failed ends by good observations alone.
import type { Instant, Interval } from "@/lib/period";
import { mergeIntervals } from "@/lib/period";
import { CADENCE_SECONDS, firstFrom, lastBefore, type Run, SILENCE_SECONDS, type Source, SOURCES, type Span } from "../door/runs";

export type DownReason = "silence" | "probes_failed";
export type Down = Interval & { reason: DownReason };

export interface Observations {
  span: Interval;
  /** The node's state at the span's start; null: not down. */
  entry: DownReason | null;
  runs: readonly Run[];
  blind: readonly Interval[];
  /** Since when somebody expects to hear a node that was not expected before; its silence begins there. */
  expectedFrom: Instant | null;
}

/** A piece of a run between masks. `several`: more than one observation. */
interface Piece {
  start: Instant;
  end: Instant;
  several: boolean;
}

/** The part of a run outside the masks, which are sorted and disjoint. */
function piecesOf(run: Readonly<Span>, masks: readonly Interval[]): Piece[] {
  const pieces: Piece[] = [];
  const put = (start: Instant | null, end: Instant | null) => {
    if (start === null || end === null || end < start) return;
    // Between two masks an unsteady run is known to have been heard only when the hole is long enough.
    const certain = run.steady || start === run.from || end === run.last || end - start >= CADENCE_SECONDS;
    if (certain) pieces.push({ start, end, several: end > start });
  };
  let at: Instant | null = run.from;
  for (const mask of masks) {
    if (at === null || mask.start > run.last) break;
    if (mask.end <= at) continue;
    if (mask.start > at) put(at, lastBefore(run, mask.start));
    at = firstFrom(run, mask.end);
  }
  put(at, run.last);
  return pieces;
}

/** When a probe says that the node fails: from each failed test until the next successful one, for a minute at most. */
function failuresOf(probe: Source, runs: readonly Run[], blind: readonly Interval[]): { spans: Interval[]; tests: Span[] } {
  const tests = runs.filter((run) => run.source === probe && !run.ok);
  const good = runs.filter((run) => run.source === probe && run.ok);
  const spans: Interval[] = [];
  const heard: Span[] = [];
  for (const run of tests) {
    for (const { start, end } of piecesOf(run, blind)) {
      heard.push({ from: start, last: end, steady: run.steady });
      let until = end + CADENCE_SECONDS;
      for (const other of good) until = Math.min(until, firstFrom(other, end + 1) ?? Infinity);
      for (const { start: dark } of blind) if (dark > end) until = Math.min(until, dark);
      spans.push({ start, end: until });
    }
  }
  return { spans: mergeIntervals(spans), tests: heard };
}

/** When two of the three probes failed at once, dated back to the earliest test in the majority. */
function majorityFailures(runs: readonly Run[], blind: readonly Interval[]): Interval[] {
  if (!runs.some((run) => !run.ok && run.source !== "agent")) return [];
  const probes = SOURCES.filter((source) => source !== "agent").map((probe) => failuresOf(probe, runs, blind));
  const edges = probes
    .flatMap(({ spans }) =>
      spans.flatMap(({ start, end }) => [
        { at: start, step: 1 },
        { at: end, step: -1 },
      ]),
    )
    .sort((a, b) => a.at - b.at || b.step - a.step);
  const failures: Interval[] = [];
  let failing = 0;
  let since: Instant | null = null;
  for (const { at, step } of edges) {
    failing += step;
    if (failing >= 2) since ??= at;
    else if (since !== null) {
      if (at > since) failures.push({ start: firstTest(probes, since), end: at });
      since = null;
    }
  }
  return mergeIntervals(failures);
}

/** The earliest failed test in effect at an instant. */
function firstTest(probes: readonly { spans: Interval[]; tests: Span[] }[], at: Instant): Instant {
  let first = at;
  for (const { spans, tests } of probes) {
    if (!spans.some(({ start, end }) => start <= at && end > at)) continue;
    const latest = Math.max(...tests.map((test) => (test.from <= at ? (lastBefore(test, at + 1) ?? -Infinity) : -Infinity)));
    if (latest > -Infinity) first = Math.min(first, latest);
  }
  return first;
}

/** Good observations outside the masks, from all sources, by their start. */
function goodPieces(runs: readonly Run[], masks: readonly Interval[]): Piece[] {
  const pieces: Piece[] = [];
  for (const run of runs) {
    if (!run.ok) continue;
    // When one source reports good and bad at the same second, bad wins.
    const contradicted = runs.filter((other) => !other.ok && other.source === run.source).map(({ from, last }) => ({ start: from, end: last + 1 }));
    pieces.push(...piecesOf(run, contradicted.length === 0 ? masks : mergeIntervals([...masks, ...contradicted])));
  }
  return pieces.sort((a, b) => a.start - b.start || a.end - b.end);
}

type Mark =
  | ({ kind: "good" } & Piece)
  | ({ kind: "failed" } & Interval)
  | { kind: "light"; start: Instant; blind: Interval }
  | { kind: "expected" | "dark" | "start"; start: Instant };

const MARK_ORDER: Readonly<Record<Mark["kind"], number>> = { light: 0, start: 1, dark: 2, failed: 3, good: 4, expected: 5 };

/** Walks the observations in order of time and finds when the node was down. */
class Walk {
  readonly down: Down[] = [];
  #since: Instant | null = null;
  #reason: DownReason = "silence";
  /** The last good observation, or its substitute. */
  #good: Instant | null = null;
  /** A single good observation that may turn out to be the end of a down interval. */
  #first: Instant | null = null;
  /** The same for silence that ended because the node was expected from then on. */
  #single: Instant | null = null;
  /** Collectors are blind: silence says nothing. */
  #dark = false;

  /** Silence up to an instant is judged before anything at that instant. */
  #judgeSilence(at: Instant): void {
    if (this.#dark || this.#since !== null || this.#good === null || at - this.#good <= SILENCE_SECONDS) return;
    [this.#since, this.#reason] = [this.#good + CADENCE_SECONDS, "silence"];
  }
  #comeBack(at: Instant): void {
    if (this.#since !== null && at > this.#since) this.down.push({ start: this.#since, end: at, reason: this.#reason });
    this.#since = this.#first = null;
  }
  /** The node came back before it was expected, at a good observation that is followed only by this one. */
  #confirmSingle(at: Instant): void {
    const last = this.down.at(-1);
    if (this.#single !== null && at > this.#single && at - this.#single < 2 * CADENCE_SECONDS && last) last.end = this.#single;
    this.#single = null;
  }
  /** The stored verdict at the start of the span stands, whatever is still known about earlier times. */
  enter(at: Instant, entry: DownReason | null): void {
    this.#judgeSilence(at);
    if (entry !== null) [this.#since, this.#reason] = [at, entry];
    else if (this.#since !== null && this.#reason === "probes_failed") this.#comeBack(at);
  }
  good({ start, end, several }: Piece): void {
    this.#judgeSilence(start);
    this.#confirmSingle(start);
    if (this.#since !== null) {
      if (this.#first !== null && start > this.#first && start - this.#first < 2 * CADENCE_SECONDS) this.#comeBack(this.#first);
      else if (several) this.#comeBack(start);
      else this.#first = start;
    }
    this.#good = Math.max(this.#good ?? start, end);
  }
  failed({ start }: Interval): void {
    this.#judgeSilence(start);
    this.#first = this.#single = null;
    if (this.#since === null) [this.#since, this.#reason] = [this.#good === null ? start : Math.min(start, this.#good + CADENCE_SECONDS), "probes_failed"];
  }
  darken(at: Instant): void {
    this.#judgeSilence(at);
    this.#first = this.#single = null;
    this.#dark = true;
  }
  /** Observations due while collectors were blind are assumed good; the next one is due after the blind span. */
  lighten({ start, end }: Interval): void {
    this.#dark = false;
    if (this.#good === null) return;
    const lastDue = this.#good + (Math.ceil((end - this.#good) / CADENCE_SECONDS) - 1) * CADENCE_SECONDS;
    if (lastDue >= start) this.#good = Math.max(this.#good, lastDue);
  }
  expected(at: Instant, isFailing: boolean): void {
    this.#judgeSilence(at);
    if (this.#since !== null && this.#reason === "silence") {
      const single = this.#first;
      this.#comeBack(at);
      this.#single = single;
    }
    if (isFailing && this.#since === null) [this.#since, this.#reason] = [at, "probes_failed"];
    this.#good = Math.max(this.#good ?? at, at);
  }
  finish(at: Instant): Down[] {
    this.#judgeSilence(at);
    if (this.#since !== null && this.#since < at) this.down.push({ start: this.#since, end: at, reason: this.#reason });
    return this.down;
  }
}

const contains = (intervals: readonly Interval[], at: Instant): boolean => intervals.some(({ start, end }) => start <= at && at < end);

/** When the node was down by observation within the span. */
export function downByObservation({ span, entry, runs, blind, expectedFrom }: Observations): Down[] {
  const dark = mergeIntervals(blind);
  const failures = majorityFailures(runs, dark);
  const masks = mergeIntervals([...dark, ...failures]);
  const marks: Mark[] = [
    { kind: "start", start: span.start },
    ...dark.flatMap((interval) => [
      { kind: "dark" as const, start: interval.start },
      { kind: "light" as const, start: interval.end, blind: interval },
    ]),
    ...failures.map((interval) => ({ kind: "failed" as const, ...interval })),
    ...goodPieces(runs, masks)
      .flatMap((piece) => splitAt(piece, span.start))
      .map((piece) => ({ kind: "good" as const, ...piece })),
    ...(expectedFrom === null ? [] : [{ kind: "expected" as const, start: expectedFrom }]),
  ];
  marks.sort((a, b) => a.start - b.start || MARK_ORDER[a.kind] - MARK_ORDER[b.kind]);
  const walk = new Walk();
  for (const mark of marks) {
    if (mark.start >= span.end) break;
    if (mark.kind === "start") walk.enter(span.start, entry);
    else if (mark.kind === "expected") walk.expected(mark.start, contains(failures, mark.start));
    else if (mark.kind === "good") walk.good(mark.end < span.end ? mark : { ...mark, end: span.end - 1 });
    else if (mark.kind === "dark") walk.darken(mark.start);
    else if (mark.kind === "light") walk.lighten(mark.blind);
    else if (mark.kind === "failed") walk.failed(mark);
  }
  return walk.finish(span.end).flatMap(({ start, end, reason }) => (end > span.start ? [{ start: Math.max(start, span.start), end, reason }] : []));
}

/** A piece that crosses the start of the span, split into the part before and the part from it on. */
function splitAt(piece: Piece, at: Instant): Piece[] {
  if (piece.start >= at || piece.end < at) return [piece];
  return [
    { start: piece.start, end: at - 1, several: at - 1 > piece.start },
    { start: at, end: piece.end, several: piece.end > at },
  ];
}
