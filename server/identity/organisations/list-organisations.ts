import { listInput, page } from "@/lib/contracts/common";
import { organisation } from "@/lib/contracts/identity";
import { query } from "@/server/kernel/operation/operation";

/** Every customer organisation, by short name. */
export const listOrganisations = query({
  name: "identity.organisation.list",
  summary: "All organisations of the network.",
  input: listInput,
  output: page(organisation),
  permission: "network.read",
  tenancy: "operator",
  rate: "read",
  rest: { method: "GET", path: "/organisations", door: "operator" },
  handler: async (ctx, input) => {
    const rows = await ctx.tx.sql<{ id: string; slug: string; name: string; country: string }>(
      `select id, slug, name, country from "Organisation" where $1::text is null or slug > $1 order by slug limit $2`,
      [input.cursor ?? null, input.limit + 1],
    );
    const data = rows.slice(0, input.limit);
    return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.slug ?? null) : null };
  },
});
