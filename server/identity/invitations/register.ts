import { z } from "zod";
import { registerInput } from "@/lib/contracts/people";
import { NO_ACCESS } from "@/lib/permissions";
import { asNetwork } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { hashPassword } from "@/server/kernel/process/secrets";
import { findByToken, join, takeInvitation } from "./invitation-rows";

/**
 * Creates an account for an invited address that has none, with a name and password chosen by its owner, and accepts
 * the invitation. Errors: not_found, conflict when the address has an account: its owner signs in and accepts.
 */
export const register = command({
  name: "identity.invitation.register",
  summary: "Open an account by an invitation.",
  input: registerInput,
  output: z.object({ userId: z.string(), email: z.string(), slug: z.string().nullable() }),
  permission: "none",
  tenancy: "public",
  rate: "auth",
  audit: { subject: (_input, output) => output.userId },
  idempotency: { none: "an invitation is accepted once" },
  prepare: async (ctx, { token, password }) => {
    // No hash for an unknown link.
    await ctx.read((tx) => findByToken(tx, token, ctx.now));
    return hashPassword(password);
  },
  handler: async (ctx, { token, name }, passwordHash) => {
    const { tx, now } = ctx;
    const { slug } = await findByToken(tx, token, now);
    const made = await asNetwork(tx, async (all) => {
      const invitation = await takeInvitation(all, token, now);
      const { email, organisationId, role } = invitation;
      const userId = ctx.id("usr");
      const opened = await all.exec(
        `insert into "User" (id, email, name, "passwordHash", staff, "createdAt") values ($1, $2, $3, $4, $5, $6) on conflict (email) do nothing`,
        [userId, email, name, passwordHash, organisationId === null, now],
      );
      if (opened === 0)
        throw new OperationError("conflict", "There is an account for this address already.", {
          suggestion: organisationId === null ? "Staff need an address without a customer's account." : "Sign in with it to accept the invitation.",
        });
      if (organisationId !== null) await join(all, invitation, { id: ctx.id("mem"), userId }, now);
      return { userId, email, organisationId, role };
    });
    ctx.audited({ email: made.email, role: made.role });
    ctx.concerns(made.organisationId === null ? [] : [made.organisationId], { kind: "user", id: made.userId, label: name, access: NO_ACCESS });
    return { userId: made.userId, email: made.email, slug };
  },
});
