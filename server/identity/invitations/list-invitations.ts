import { listInput, page } from "@/lib/contracts/common";
import { invitation } from "@/lib/contracts/people";
import { query } from "@/server/kernel/operation/operation";
import { idCursor } from "@/server/kernel/operation/page-cursor";
import { invitationOf, type InvitationRow } from "./invitation-rows";

/** The organisation's invitations, newest first, without their links. */
export const listInvitations = query({
  name: "identity.invitation.list",
  summary: "Invitations of the organisation.",
  input: listInput,
  output: page(invitation),
  permission: "members.manage",
  tenancy: "organisation",
  rate: "read",
  rest: { method: "GET", path: "/invitations" },
  handler: async (ctx, input) => {
    const before = idCursor(input.cursor, "ivt");
    const rows = await ctx.tx.sql<InvitationRow>(
      `select * from "Invitation" where "organisationId" = $1 and ($2::text is null or id < $2) order by id desc limit $3`,
      [ctx.organisationId, before, input.limit + 1],
    );
    const data = rows.slice(0, input.limit).map((row) => invitationOf(row, ctx.now));
    return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.id ?? null) : null };
  },
});
