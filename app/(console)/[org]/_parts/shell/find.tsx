"use client";

import { useCallback } from "react";
import { useTRPCClient } from "@/app/_parts/client/console-client";
import { formatMoney } from "@/components/format/text";
import { signOut } from "@/components/shell/auth-door";
import { CommandPalette } from "@/components/shell/command-palette";
import type { PaletteGroup, PaletteItem, PaletteSearch } from "@/components/shell/palette-dialog";
import { useTheme } from "@/components/shell/use-theme";
import { STATE_WORD } from "@/components/ui/status";
import type { Permission } from "@/lib/permissions";

const MOST = 6;

/** Ids link directly to what they name. */
const PLACE_OF_ID: readonly [prefix: string, path: string, label: string][] = [
  ["clu_", "clusters", "Open cluster"],
  ["inv_", "billing/invoices", "Open invoice"],
  ["inc_", "reliability/incidents", "Open incident"],
  ["qte_", "reserve/quotes", "Open quote"],
];

type Props = { organisation: string; access: readonly Permission[]; pages: PaletteItem[]; staff: boolean };

/** The console's palette: pages and commands at once, the server's results as they arrive. */
export function Find({ organisation, access, pages, staff }: Props) {
  const client = useTRPCClient();
  const { isDark, toggle } = useTheme();
  const at = `/${organisation}`;
  const search: PaletteSearch = useCallback(
    async (query, signal) => {
      const may = (permission: Permission) => access.includes(permission);
      const input = { search: query, limit: MOST };
      const named = PLACE_OF_ID.find(([prefix]) => query.startsWith(prefix));
      const [clusters, incidents, invoices, regions] = await Promise.all([
        may("clusters.read") ? client.clusters.cluster.list.query({ ...input, ended: true }, { signal }) : null,
        may("reliability.read") ? client.reliability.incident.list.query(input, { signal }) : null,
        may("billing.read") ? client.billing.invoice.list.query(input, { signal }) : null,
        may("capacity.read") ? client.catalog.region.list.query(input, { signal }) : null,
      ]);
      const groups: PaletteGroup[] = [
        { label: "Id", items: named === undefined ? [] : [{ id: query, label: named[2], hint: query, href: `${at}/${named[1]}/${query}` }] },
        {
          label: "Clusters",
          items: (clusters?.data ?? []).map(({ id, name, city, state }) => ({
            id,
            label: name,
            hint: `${city}, ${state === "ended" ? "ended" : STATE_WORD[state].toLowerCase()}`,
            href: `${at}/clusters/${id}`,
          })),
        },
        {
          label: "Incidents",
          items: (incidents?.data ?? []).map(({ id, number, title, state }) => ({
            id,
            label: title,
            hint: `${number}, ${state}`,
            href: `${at}/reliability/incidents/${id}`,
          })),
        },
        {
          label: "Invoices",
          items: (invoices?.data ?? []).map((one) => ({
            id: one.id,
            label: one.number ?? one.title,
            hint: `${one.number === null ? "draft" : one.title}, ${formatMoney(one.total)}`,
            href: `${at}/billing/invoices/${one.id}`,
          })),
        },
        {
          label: "Reserve in",
          items: (regions?.data ?? []).map(({ id, city, countryName }) => ({
            id,
            label: city,
            hint: `${countryName}, ${id}`,
            href: `${at}/reserve?region=${id}`,
          })),
        },
      ];
      return groups.filter(({ items }) => items.length > 0);
    },
    [client, at, access],
  );
  const commands: (PaletteItem & { needs?: Permission })[] = [
    { id: "do reserve", label: "Reserve a cluster …", hint: "shows the exact charge first", href: `${at}/reserve`, needs: "capacity.reserve" },
    {
      id: "do replace",
      label: "Replace a node …",
      hint: "choose its cluster first",
      keywords: ["report a fault"],
      href: `${at}/clusters`,
      needs: "clusters.manage",
    },
    { id: "do overdue", label: "Show overdue invoices", href: `${at}/billing?status=overdue`, needs: "billing.read" },
    { id: "do arriving", label: "Show arriving clusters", href: `${at}/clusters?state=arriving`, needs: "clusters.read" },
    { id: "do status", label: "Open the network status page", keywords: ["outage"], href: "/status" },
    {
      id: "do theme",
      label: isDark ? "Switch to the light theme" : "Switch to the dark theme",
      keywords: ["dark mode", "light mode", "appearance"],
      onSelect: toggle,
    },
    { id: "do sign out", label: "Sign out", keywords: ["log out", "logout"], onSelect: () => void signOut() },
    ...(staff ? [{ id: "do operator", label: "Open the operator page", href: "/operator" }] : []),
  ];
  return (
    <CommandPalette
      groups={[
        { label: "Pages", items: pages },
        { label: "Commands", items: commands.filter(({ needs }) => needs === undefined || access.includes(needs)).map(({ needs: _needs, ...item }) => item) },
      ]}
      search={search}
    />
  );
}
