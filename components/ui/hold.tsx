"use client";

import { type CSSProperties, useEffect, useRef } from "react";
import { formatCountdown, formatInstant } from "../format/text";
import { useServerNow } from "../shell/clock";
import { holdSlots } from "./hold-slots";

type HoldProps = {
  expiresAt: string;
  /** The instant the server rendered; the countdown uses it, not the browser's clock. */
  now: string;
  /** Total duration of the hold, for the number of slots. */
  totalSeconds?: number;
  label?: string;
  /** Called once when the hold has expired. */
  onExpired?: () => void;
};

/**
 * "Held for you 13:12 until 14:45 UTC" over a quay whose slots empty. Announced to screen readers once per full minute.
 */
export function Hold({ expiresAt, now, totalSeconds = 900, label = "Held for you", onExpired }: HoldProps) {
  const at = useServerNow(now, 1_000);
  const left = Math.max(0, Math.floor((new Date(expiresAt).getTime() - new Date(at).getTime()) / 1000));
  const { slots, part } = holdSlots(left, totalSeconds);
  const told = useRef(false);
  useEffect(() => {
    if (left > 0 || told.current) return;
    told.current = true;
    onExpired?.();
  }, [left, onExpired]);

  const minutes = Math.ceil(left / 60);
  return (
    <div role="timer" aria-label={label}>
      <div className="flex items-baseline justify-between gap-2">
        <span className="font-semibold">{left > 0 ? label : "The hold has run out"}</span>
        <span>
          <span className="figure text-fig-m">{formatCountdown(left)}</span>{" "}
          <span className="whitespace-nowrap text-ink-3">until {formatInstant(expiresAt, "time")} UTC</span>
        </span>
      </div>
      <div className="hold mt-[7px] mb-1.5" aria-hidden="true" style={{ "--part": `${Math.round(part * 100)}%` } as CSSProperties}>
        {slots.map((slot, index) => (
          <i key={index} data-slot={slot} />
        ))}
      </div>
      <span className="sr-only" role="status">
        {left > 0 ? `${minutes} min left` : "The hold has run out"}
      </span>
    </div>
  );
}
