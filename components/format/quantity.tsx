import { formatDuration } from "./text";

/** Availability as the server rounded it down, five decimals. Without contracted time it is "no data", never 100 %. */
export function Availability({ percent }: { percent: string | null }) {
  if (percent === null) return <span className="text-ink-3">no data</span>;
  return <span className="whitespace-nowrap">{percent} %</span>;
}

/** A duration in its two largest parts; the machine-readable form is in the element. */
export function DurationText({ seconds }: { seconds: number }) {
  return (
    <time className="whitespace-nowrap" dateTime={`PT${Math.round(seconds)}S`}>
      {formatDuration(seconds)}
    </time>
  );
}
