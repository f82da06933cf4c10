import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { command } from "@/server/kernel/operation/operation";
import { asNetwork } from "@/server/kernel/database/db";
import { personOf } from "../people/people";
import { lockMember, refuseLastOwner } from "./member-rows";

/** The acting person leaves an organisation. Errors: not_found, conflict for its last owner. */
export const leaveOrganisation = command({
  name: "identity.member.leave",
  summary: "Leave an organisation.",
  input: z.strictObject({ organisationId: reference() }),
  output: z.object({ organisationId: z.string() }),
  permission: "none",
  tenancy: "self",
  rate: "write",
  audit: { subject: (input) => input.organisationId },
  idempotency: { none: "one leaves once; who has left is not found" },
  handler: async (ctx, { organisationId }) => {
    const { tx } = ctx;
    const userId = personOf(ctx.actor);
    await asNetwork(tx, async (all) => {
      const member = await lockMember(all, organisationId, { userId });
      await refuseLastOwner(all, organisationId, member);
      await all.exec(`delete from "Member" where id = $1`, [member.id]);
    });
    ctx.concerns([organisationId]);
    return { organisationId };
  },
});
