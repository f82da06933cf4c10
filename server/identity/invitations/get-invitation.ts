import { z } from "zod";
import { linkToken, openInvitation } from "@/lib/contracts/people";
import { query } from "@/server/kernel/operation/operation";
import { findByToken } from "./invitation-rows";

/**
 * Shows the holder of a link what they are invited to. Errors: not_found when it was used or withdrawn, or has expired.
 */
export const getInvitation = query({
  name: "identity.invitation.get",
  summary: "Read the invitation behind a link.",
  input: z.strictObject({ token: linkToken }),
  output: openInvitation,
  permission: "none",
  tenancy: "public",
  rate: "auth",
  handler: async (ctx, { token }) => {
    const { organisation, slug, email, name, role, invitedBy, expiresAt } = await findByToken(ctx.tx, token, ctx.now);
    return { organisation: organisation ?? "Berth", slug, email, name, role, invitedBy, expiresAt: expiresAt.toISOString() };
  },
});
