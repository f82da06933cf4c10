import { createLoader, createSerializer, type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import type { NetworkSite } from "@/lib/contracts/network";

export const STATES = ["down", "unknown", "degraded", "maintenance", "up"] as const;

const parsers = {
  state: parseAsStringLiteral(STATES),
  area: parseAsString,
  q: parseAsString,
  /** Only sites with nothing left to sell. */
  sold: parseAsStringLiteral(["out"]),
  sort: parseAsStringLiteral(["state", "name", "delivered", "reserved"]).withDefault("state"),
  at: parseAsInteger.withDefault(0),
};

export const readDesk = createLoader(parsers);
export const deskAddress = createSerializer(parsers);
export type Desk = inferParserType<typeof parsers>;

const ORDER: Record<Desk["sort"], (a: NetworkSite, b: NetworkSite) => number> = {
  state: (a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state),
  name: (a, b) => a.name.localeCompare(b.name, "en"),
  delivered: (a, b) => b.delivered - a.delivered,
  reserved: (a, b) => b.reserved - a.reserved,
};

const plain = (text: string): string => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

/** Whether nothing of what is for sale is free: under contract, held or kept from sale. Spares are not for sale. */
export const isSoldOut = ({ delivered, spares, free }: Pick<NetworkSite, "delivered" | "spares" | "free">): boolean => delivered > spares && free <= 0;

/** The sites of a view, in its order. */
export function sitesOf(sites: readonly NetworkSite[], { state, area, q, sold, sort }: Desk): NetworkSite[] {
  const wanted = plain(q?.trim() ?? "");
  return sites
    .filter(
      (site) =>
        (sold === null || isSoldOut(site)) &&
        (state === null || site.state === state) &&
        (area === null || site.area === area) &&
        (wanted === "" || plain(`${site.name} ${site.id} ${site.country}`).includes(wanted)),
    )
    .sort((a, b) => ORDER[sort](a, b) || ORDER.name(a, b));
}
