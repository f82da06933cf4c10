"use client";

import { useEffect, useState } from "react";
import { THEME_KEY } from "./theme";

/** The theme in force and a switch that keeps the choice in this browser. */
export function useTheme(): { isDark: boolean; toggle: () => void } {
  const [isDark, setIsDark] = useState(false);
  useEffect(() => setIsDark(document.documentElement.dataset.theme === "dark"), []);
  const toggle = () => {
    const theme = isDark ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(THEME_KEY, theme);
    setIsDark(!isDark);
  };
  return { isDark, toggle };
}
