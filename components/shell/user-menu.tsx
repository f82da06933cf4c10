"use client";

import { LogOut, MoonStar, Sun } from "lucide-react";
import { initials } from "../format/text";
import { Menu, type MenuEntry } from "../ui/menu";
import { toastDone } from "../ui/toast";
import { signOut } from "./auth-door";
import { useTheme } from "./use-theme";

/** Who is signed in, the theme toggle, personal pages, and sign out. */
export function UserMenu({ name, role, entries = [] }: { name: string; role: string; entries?: MenuEntry[] }) {
  const { isDark, toggle } = useTheme();
  return (
    <Menu
      align="end"
      label={`${name}, ${role}`}
      trigger={
        <button type="button" className="disc" title={`${name}, ${role}`}>
          {initials(name)}
        </button>
      }
      entries={[
        { kind: "label", key: "who", label: `${name}, ${role}` },
        ...entries,
        {
          key: "theme",
          icon: isDark ? <Sun aria-hidden="true" /> : <MoonStar aria-hidden="true" />,
          label: isDark ? "Switch to the light theme" : "Switch to the dark theme",
          onSelect: toggle,
        },
        { kind: "rule", key: "rule" },
        {
          key: "out",
          icon: <LogOut aria-hidden="true" />,
          label: "Sign out",
          onSelect: () =>
            void signOut().then((ended) =>
              ended ? undefined : toastDone({ title: "You are still signed in", detail: "The server did not answer. Try again in a moment." }),
            ),
        },
      ]}
    />
  );
}
