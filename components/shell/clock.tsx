"use client";

import { useEffect, useState } from "react";
import { formatInstant } from "../format/text";

const TICK_MS = 5_000;

/**
 * The server's time, continued by the browser's monotonic timer, so that a wrong clock on the reader's machine does not
 * matter. `now` is the instant the server rendered.
 */
export function Clock({ now }: { now: string }) {
  const at = useServerNow(now, TICK_MS);
  return (
    <time dateTime={at} className="whitespace-nowrap text-ink-3">
      {formatInstant(at, "full")}
    </time>
  );
}

/** The server's instant plus the time since the page received it; updated every `everyMs`. */
export function useServerNow(now: string, everyMs: number): string {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const taken = performance.now();
    const base = new Date(now).getTime();
    const tick = () => setAt(new Date(base + performance.now() - taken).toISOString());
    tick();
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [now, everyMs]);
  return at;
}
