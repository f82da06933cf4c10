import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { command } from "@/server/kernel/operation/operation";
import { memberships } from "../people/people";

/** Records a refused sign-in in the audit logs of the organisations the account belongs to. */
export const refuseSession = command({
  name: "identity.session.refuse",
  summary: "Note a refused sign-in.",
  input: z.object({ userId: reference() }),
  output: z.object({}),
  permission: "system.run",
  tenancy: "operator",
  rate: "free",
  internal: "only the sign-in itself knows that it was refused",
  audit: { subject: (input) => input.userId },
  idempotency: { none: "every refusal counts" },
  handler: async (ctx, { userId }) => {
    ctx.concerns(await memberships(ctx.tx, userId));
    return {};
  },
});
