import { z } from "zod";
import { me } from "@/lib/contracts/identity";
import { OperationError } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";

/** Who is calling: the person or key, their organisation, and what they may do there. */
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
    const user = actor.kind === "user"
      ? await ctx.tx.prisma.user.findUnique({ where: { id: actor.id }, include: { members: { include: { organisation: true } } } })
      : null;
    const own = ctx.organisationId === null ? null : await ctx.tx.prisma.organisation.findUnique({ where: { id: ctx.organisationId } });
    const brief = (o: { id: string; slug: string; name: string; country: string }) => ({ id: o.id, slug: o.slug, name: o.name, country: o.country });
    return {
      kind: actor.kind,
      id: actor.id,
      name: actor.label,
      email: user?.email ?? null,
      role: actor.access.grants[0]?.role ?? null,
      staff: user?.staff ?? actor.access.may("network.read"),
      organisation: own && brief(own),
      organisations: user ? user.members.map((m) => brief(m.organisation)) : own ? [brief(own)] : [],
      permissions: actor.access.permissions(),
    };
  },
});
