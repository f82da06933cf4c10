import { z } from "zod";
import { idOf } from "@/lib/contracts/common";
import { toInstant } from "@/lib/period";
import { command } from "@/server/kernel/operation/operation";
import { giveBack } from "../counters/counters";
import { isHeld } from "./quote-rules";
import { lockQuote, setQuoteState } from "./quote-rows";

/**
 * One organisation's expired hold. The first to lock the quote wins; after a confirmation there is nothing to expire.
 */
export const expireQuote = command({
  name: "capacity.quote.expire",
  summary: "Lets a quote whose hold has run out expire and returns its capacity.",
  input: z.object({ id: idOf("qte") }),
  output: z.object({ id: z.string(), expired: z.boolean() }),
  permission: "system.run",
  tenancy: "organisation",
  audit: { subject: (input) => input.id },
  idempotency: "natural",
  rate: "write",
  handler: async (ctx, { id }) => {
    const quote = await lockQuote(ctx.tx, ctx, id);
    const expired = quote.state === "held" && !isHeld(toInstant(quote.expiresAt), toInstant(ctx.now));
    if (expired) {
      await setQuoteState(ctx.tx, quote, "expired");
      await giveBack(ctx.tx, { poolId: quote.poolId, nodes: quote.nodes, window: { start: toInstant(quote.startAt), end: toInstant(quote.endAt) } });
    }
    ctx.audited({ expired: expired ? "yes" : `no, it is ${quote.state}` });
    return { id, expired };
  },
});
