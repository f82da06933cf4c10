import { z } from "zod";
import { systemCaller } from "@/server/kernel/operation/actor";
import { command, run } from "@/server/kernel/operation/operation";
import { expireQuote } from "./expire-quote";
import { dueHolds } from "./quote-rows";

const AT_ONCE = 500;

export const expireQuotes = command({
  name: "capacity.quote.expireDue",
  summary: "Lets every quote whose hold has run out expire, each in its own organisation's name.",
  input: z.object({}),
  output: z.object({ expired: z.number().int() }),
  permission: "system.run",
  tenancy: "operator",
  audit: { none: "each quote leaves an entry in its own organisation's audit log" },
  idempotency: "natural",
  rate: "write",
  handler: async (ctx) => {
    let expired = 0;
    for (const due of await dueHolds(ctx.tx, ctx.now, AT_ONCE)) {
      // A transaction each: one organisation's trouble keeps nobody else's capacity.
      const outcome = await run(expireQuote, systemCaller("capacity.quote.expire", due.organisationId, ctx.caller.surface), { id: due.id });
      if (outcome.expired) expired += 1;
    }
    return { expired };
  },
});
