"use client";

import { TextButton } from "../ui/button";
import { useTheme } from "./use-theme";

/** For pages without a user menu. */
export function ThemeButton() {
  const { isDark, toggle } = useTheme();
  return <TextButton onClick={toggle}>{isDark ? "Light theme" : "Dark theme"}</TextButton>;
}
