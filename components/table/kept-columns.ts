"use client";

import { useMemo, useSyncExternalStore } from "react";

const CHANGED = "berth-columns";

const subscribe = (told: () => void) => {
  window.addEventListener(CHANGED, told);
  window.addEventListener("storage", told);
  return () => {
    window.removeEventListener(CHANGED, told);
    window.removeEventListener("storage", told);
  };
};

/** What was kept, or every column shown when it cannot be read. */
function parse(kept: string): Record<string, boolean> {
  try {
    const value: unknown = JSON.parse(kept);
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean"));
  } catch {
    return {};
  }
}

/**
 * The reader's choice of columns, kept in this browser under a key; without one, every column. The server renders all of
 * them and the choice applies once the page is live.
 */
export function useKeptColumns(key: string | undefined): [Record<string, boolean>, (column: string, shown: boolean) => void] {
  const name = `berth-columns-${key ?? ""}`;
  const kept = useSyncExternalStore(subscribe, () => (key === undefined ? "{}" : (localStorage.getItem(name) ?? "{}")), () => "{}");
  const visibility = useMemo(() => parse(kept), [kept]);
  const show = (column: string, shown: boolean) => {
    localStorage.setItem(name, JSON.stringify({ ...visibility, [column]: shown }));
    window.dispatchEvent(new Event(CHANGED));
  };
  return [visibility, show];
}
