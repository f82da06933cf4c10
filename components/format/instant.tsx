import { formatInstant, type InstantStyle } from "./text";

/**
 * An instant in UTC, with the exact second on hover. The shell adds the reader's own time zone to that hover text (see
 * LocalTimes). `now` makes the year appear when it is not the current one.
 */
export function Instant({ at, as = "short", now, className }: { at: string; as?: InstantStyle; now?: string; className?: string }) {
  return (
    <time dateTime={at} title={formatInstant(at, "exact")} className={`whitespace-nowrap ${className ?? ""}`}>
      {formatInstant(at, as, now)}
    </time>
  );
}
