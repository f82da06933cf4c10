"use client";

import { useEffect, useState } from "react";
import { formatInstant } from "../format/text";

const TICK_MS = 5_000;

/**
 * The server's time, carried on by the browser's monotonic timer: a wrong clock on the reader's machine changes nothing.
 * `now` is the instant the server rendered.
 */
export function Clock({ now }: { now: string }) {
  const at = useServerNow(now, TICK_MS);
  return (
    <time dateTime={at} className="whitespace-nowrap text-ink-3">
      {formatInstant(at, "full")}
    </time>
  );
}

/** The server's instant plus the time since this page took it; renewed every `everyMs`. */
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
