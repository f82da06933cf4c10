// What the collectors of a pool have covered. Pure: heartbeats in, watermark and gaps out.
import type { Instant, Interval } from "@/lib/period";
import { CADENCE_SECONDS, SILENCE_SECONDS, type Span } from "../door/runs";

/** Covered from `watchedFrom` up to `watchedUntil`, except for the gaps. */
export interface CollectorWatch {
  watchedFrom: Instant;
  watchedUntil: Instant;
  gaps: Interval[];
}

/** Each heartbeat of a collector covers the minute that begins with it. */
const coveredBy = ({ from, last }: Pick<Span, "from" | "last">): Interval => ({ start: from, end: last + CADENCE_SECONDS });

/** Time between two covered spans is a gap when the heartbeats around it are more than two minutes apart. */
const isGap = (start: Instant, end: Instant): boolean => end - start > SILENCE_SECONDS - CADENCE_SECONDS;

/**
 * The collectors' own heartbeats move the watermark; more than two minutes between two are a gap, in which every node
 * of the pool is unknown. Late heartbeats close gaps again. Independent of order.
 */
export function hearCollector(watch: Readonly<CollectorWatch> | null, run: Readonly<Pick<Span, "from" | "last">>): CollectorWatch {
  const { start, end } = coveredBy(run);
  if (!watch) return { watchedFrom: start, watchedUntil: end, gaps: [] };
  const gaps: Interval[] = [];
  const keep = (from: Instant, until: Instant) => {
    if (isGap(from, until)) gaps.push({ start: from, end: until });
  };
  keep(end, watch.watchedFrom);
  for (const gap of watch.gaps) {
    if (end <= gap.start || start >= gap.end) gaps.push(gap);
    else {
      keep(gap.start, start);
      keep(end, gap.end);
    }
  }
  keep(watch.watchedUntil, start);
  return { watchedFrom: Math.min(watch.watchedFrom, start), watchedUntil: Math.max(watch.watchedUntil, end), gaps };
}

/** Whether collectors have been silent too long to judge the present. */
export const isBlind = (watchedUntil: Instant, now: Instant): boolean => now - watchedUntil > SILENCE_SECONDS;

/**
 * How far nodes can be judged, and the blind time at the end: silence is measured against the collectors' watermark,
 * never against the clock; once the watermark itself is older than two minutes, the time since is unknown.
 */
export function judgement(watchedUntil: Instant, now: Instant): { until: Instant; blind: Interval | null } {
  return isBlind(watchedUntil, now) ? { until: now, blind: { start: watchedUntil, end: now } } : { until: Math.min(now, watchedUntil), blind: null };
}
