"use client";

import { useSyncExternalStore } from "react";
import { THEME_KEY } from "./theme";

// The theme is an attribute of the document, set by the script before the first paint.
const subscribe = (told: () => void) => {
  const watcher = new MutationObserver(told);
  watcher.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => watcher.disconnect();
};
const read = () => document.documentElement.dataset.theme === "dark";

/** The current theme and a toggle that stores the choice in this browser. */
export function useTheme(): { isDark: boolean; toggle: () => void } {
  const isDark = useSyncExternalStore(subscribe, read, () => false);
  const toggle = () => {
    const theme = isDark ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(THEME_KEY, theme);
  };
  return { isDark, toggle };
}
