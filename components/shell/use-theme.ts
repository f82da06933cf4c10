"use client";

import { useSyncExternalStore } from "react";
import { THEME_KEY } from "./theme";

// The theme lives on the document, where the script before the first paint put it.
const subscribe = (told: () => void) => {
  const watcher = new MutationObserver(told);
  watcher.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => watcher.disconnect();
};
const read = () => document.documentElement.dataset.theme === "dark";

/** The theme in force and a switch that keeps the choice in this browser. */
export function useTheme(): { isDark: boolean; toggle: () => void } {
  const isDark = useSyncExternalStore(subscribe, read, () => false);
  const toggle = () => {
    const theme = isDark ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(THEME_KEY, theme);
  };
  return { isDark, toggle };
}
