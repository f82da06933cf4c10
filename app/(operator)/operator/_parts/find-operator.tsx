"use client";

import { useCallback } from "react";
import { signOut } from "@/components/shell/auth-door";
import { CommandPalette } from "@/components/shell/command-palette";
import type { PaletteGroup, PaletteSearch } from "@/components/shell/palette-dialog";
import { useTheme } from "@/components/shell/use-theme";

/** The palette of the operator page: its sections, its site views, and the sites by any word. */
export function FindOperator({ organisations }: { organisations: { slug: string; name: string }[] }) {
  const { isDark, toggle } = useTheme();
  const search: PaletteSearch = useCallback(
    (query) =>
      Promise.resolve([
        {
          label: "Sites",
          items: [{ id: `sites ${query}`, label: `Sites that match “${query}”`, href: `/operator?q=${encodeURIComponent(query)}#sites` }],
        },
      ]),
    [],
  );
  const groups: PaletteGroup[] = [
    {
      label: "Sections",
      items: [
        { id: "incidents", label: "Open incidents", href: "/operator#incidents" },
        { id: "organisations", label: "Organisations", keywords: ["customers"], href: "/operator#organisations" },
        { id: "repairs", label: "Nodes in repair", href: "/operator#repairs" },
        { id: "dead letters", label: "Dead letters", keywords: ["events", "failed", "replay", "discard"], href: "/operator#dead-letters" },
        { id: "sites", label: "All sites", href: "/operator#sites" },
      ],
    },
    {
      label: "Commands",
      items: [
        { id: "down", label: "Show sites that are down", keywords: ["dark", "outage"], href: "/operator?state=down#sites" },
        { id: "sold out", label: "Show sites that are sold out", keywords: ["full"], href: "/operator?sold=out#sites" },
        { id: "status", label: "Open the network status page", href: "/status" },
        {
          id: "theme",
          label: isDark ? "Switch to the light theme" : "Switch to the dark theme",
          keywords: ["dark mode", "light mode", "appearance"],
          onSelect: toggle,
        },
        { id: "sign out", label: "Sign out", keywords: ["log out", "logout"], onSelect: () => void signOut() },
      ],
    },
    ...(organisations.length === 0
      ? []
      : [{ label: "Your organisations", items: organisations.map((one) => ({ id: one.slug, label: one.name, href: `/${one.slug}/overview` })) }]),
  ];
  return <CommandPalette groups={groups} search={search} />;
}
