"use client";

import { useEffect } from "react";
import { formatInstant } from "../format/text";

/**
 * Times are shown in UTC. On hover or focus the instant's title gains the reader's own time zone: "26 Nov 2026,
 * 09:00:00 UTC, 10:00:00 in Europe/Oslo". One listener for the page; server and client markup stay identical.
 */
export function LocalTimes() {
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone === "UTC") return;
    const local = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
    const tell = (event: Event) => {
      const element = event.target instanceof Element ? event.target.closest("time[datetime][title]") : null;
      const at = element?.getAttribute("datetime");
      if (!element || !at) return;
      const date = new Date(at);
      if (Number.isNaN(date.getTime())) return;
      element.setAttribute("title", `${formatInstant(at, "exact")}, ${local.format(date)} in ${zone}`);
    };
    document.addEventListener("pointerover", tell, { passive: true });
    document.addEventListener("focusin", tell);
    return () => {
      document.removeEventListener("pointerover", tell);
      document.removeEventListener("focusin", tell);
    };
  }, []);
  return null;
}
