"use client";

import { useCallback } from "react";
import { useTRPCClient } from "@/app/_client/console-client";
import { formatMoney } from "@/components/format/text";
import { CommandPalette } from "@/components/shell/command-palette";
import type { PaletteGroup, PaletteSearch } from "@/components/shell/palette-dialog";
import { STATE_WORD } from "@/components/ui/status";

const MOST = 6;

/** Ids lead straight to what they name. */
const PLACE_OF_ID: readonly [prefix: string, path: string, label: string][] = [
  ["clu_", "clusters", "Open cluster"],
  ["inv_", "billing/invoices", "Open invoice"],
  ["qte_", "reserve/quotes", "Open quote"],
];

type Props = { organisation: string; groups: PaletteGroup[]; mayReadClusters: boolean; mayReadInvoices: boolean };

/** The palette of the console: pages and commands at once, clusters and invoices as the server finds them. */
export function Find({ organisation, groups, mayReadClusters, mayReadInvoices }: Props) {
  const client = useTRPCClient();
  const search: PaletteSearch = useCallback(
    async (query, signal) => {
      const named = PLACE_OF_ID.find(([prefix]) => query.startsWith(prefix));
      const [clusters, invoices] = await Promise.all([
        mayReadClusters ? client.clusters.cluster.list.query({ search: query, ended: true, limit: MOST }, { signal }) : null,
        mayReadInvoices ? client.billing.invoice.list.query({ search: query, limit: MOST }, { signal }) : null,
      ]);
      const found: PaletteGroup[] = [];
      if (named !== undefined) found.push({ label: "Id", items: [{ id: query, label: named[2], hint: query, href: `/${organisation}/${named[1]}/${query}` }] });
      if (clusters !== null && clusters.data.length > 0) {
        found.push({
          label: "Clusters",
          items: clusters.data.map((one) => ({ id: one.id, label: one.name, hint: `${one.city}, ${one.state === "ended" ? "ended" : STATE_WORD[one.state].toLowerCase()}`, href: `/${organisation}/clusters/${one.id}` })),
        });
      }
      if (invoices !== null && invoices.data.length > 0) {
        found.push({
          label: "Invoices",
          items: invoices.data.map((one) => ({ id: one.id, label: one.number ?? one.title, hint: `${one.number === null ? "draft" : one.title}, ${formatMoney(one.total)}`, href: `/${organisation}/billing/invoices/${one.id}` })),
        });
      }
      return found;
    },
    [client, organisation, mayReadClusters, mayReadInvoices],
  );
  return <CommandPalette groups={groups} search={search} />;
}
