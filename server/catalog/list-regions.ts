import { listRegionsInput, regionPage } from "@/lib/contracts/catalog";
import { query } from "@/server/kernel/operation/operation";
import { catalogueOf } from "./catalogue";
import { pageById } from "./list-pages";

/** Ignores case and accents, so "sao paulo" finds São Paulo. */
const plain = (text: string): string => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").trim();

export const listRegions = query({
  name: "catalog.region.list",
  summary: "Lists the regions in which capacity is sold, by id.",
  input: listRegionsInput,
  output: regionPage,
  permission: "capacity.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/regions" },
  handler: async (ctx, input) => {
    const catalogue = await catalogueOf(ctx.tx);
    const sites = new Map<string, number>();
    for (const site of catalogue.sites.values()) sites.set(site.regionId, (sites.get(site.regionId) ?? 0) + 1);
    const text = plain(input.search ?? "");
    const wanted = [...catalogue.regions.values()].filter(
      (region) =>
        plain(`${region.city} ${region.countryName} ${region.area} ${region.id}`).includes(text) &&
        (!input.country || region.country === input.country) &&
        (!input.residency || region.residency === input.residency),
    );
    const { data, nextCursor } = pageById(wanted, input);
    return { data: data.map((region) => ({ ...region, sites: sites.get(region.id) ?? 0 })), nextCursor };
  },
});
