import { z } from "zod";
import { me } from "@/lib/contracts/identity";
import { OperationError } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";

interface Organisation {
  id: string;
  slug: string;
  name: string;
  country: string;
}

/** The caller: the person or key, their organisation, and what they can do there. */
export const getMe = query({
  name: "identity.me.get",
  summary: "Who this key or session is, its organisation and permissions.",
  input: z.object({}),
  output: me,
  permission: "none",
  tenancy: "self",
  rate: "read",
  rest: { method: "GET", path: "/me" },
  handler: async (ctx) => {
    const { actor } = ctx;
    if (actor.kind !== "user" && actor.kind !== "apiKey") throw new OperationError("forbidden", "Only people and API keys have an identity to ask for.");
    const [user] =
      actor.kind === "user" ? await ctx.tx.sql<{ email: string; staff: boolean }>(`select email, staff from "User" where id = $1`, [actor.id]) : [];
    const organisations = await ctx.tx.sql<Organisation>(
      `select id, slug, name, country from "Organisation" o
        where o.id = $1 or exists (select from "Member" m where m."organisationId" = o.id and m."userId" = $2) order by name`,
      [ctx.organisationId, user ? actor.id : null],
    );
    return {
      kind: actor.kind,
      id: actor.id,
      name: actor.label,
      email: user?.email ?? null,
      role: actor.access.grants[0]?.role ?? null,
      staff: user?.staff ?? actor.access.may("network.read"),
      organisation: organisations.find(({ id }) => id === ctx.organisationId) ?? null,
      organisations,
      permissions: actor.access.permissions(),
    };
  },
});
