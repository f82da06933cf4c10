"use client";

import { type ReactNode, useEffect, useRef } from "react";

const isTyping = (target: EventTarget | null) => target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

/** j and k move through the list as in a table; / focuses its search. Enter is the link's own. */
export function InvoiceKeys({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      if (event.key === "/") {
        const search = document.querySelector<HTMLElement>("[data-search]");
        if (search === null) return;
        event.preventDefault();
        search.focus();
      }
      if (event.key !== "j" && event.key !== "k") return;
      const entries = [...(box.current?.querySelectorAll<HTMLElement>("[data-entry]") ?? [])];
      const focused = entries.findIndex((entry) => entry === document.activeElement);
      const from = focused >= 0 ? focused : entries.findIndex((entry) => entry.hasAttribute("data-shown"));
      const next = entries[Math.min(entries.length - 1, Math.max(0, from + (event.key === "j" ? 1 : -1)))];
      if (next === undefined) return;
      event.preventDefault();
      next.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return <div ref={box}>{children}</div>;
}
