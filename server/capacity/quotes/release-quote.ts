import { z } from "zod";
import { quote } from "@/lib/contracts/capacity";
import { idOf } from "@/lib/contracts/common";
import { toInstant } from "@/lib/period";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { giveBack } from "../counters/counters";
import { standingOf } from "./buyer";
import { isHeld } from "./quote-rules";
import { lockQuote, setQuoteState } from "./quote-rows";
import { quoteContract } from "./quote-shape";

export const releaseQuote = command({
  name: "capacity.quote.release",
  summary: "Gives a held quote's capacity back before its hold runs out. Releasing it again, or after it ran out, changes nothing.",
  input: z.object({ id: idOf("qte") }),
  output: quote,
  permission: "capacity.reserve",
  tenancy: "project",
  audit: { subject: (input) => input.id },
  idempotency: "natural",
  rate: "write",
  rest: { method: "DELETE", path: "/quotes/{id}" },
  handler: async (ctx, { id }) => {
    const [{ catalogue, buyer }, row] = await Promise.all([standingOf(ctx.tx, ctx.organisationId), lockQuote(ctx.tx, ctx, id)]);
    if (row.state === "accepted") {
      throw new OperationError("quote_used", `Quote ${id} was confirmed, so there is no hold to release.`, {
        suggestion: "Read the reservation made from it.",
      });
    }
    const isRunning = row.state === "held" && isHeld(toInstant(row.expiresAt), toInstant(ctx.now));
    const state = isRunning ? "released" : row.state;
    if (isRunning) {
      await setQuoteState(ctx.tx, row, "released");
      await giveBack(ctx.tx, { poolId: row.poolId, nodes: row.nodes, window: { start: toInstant(row.startAt), end: toInstant(row.endAt) } });
    }
    ctx.audited({ released: isRunning ? "yes" : "no, nothing was held", nodes: row.nodes, site: row.siteId });
    // An expired hold waits for the job that returns its nodes; to the caller it is already over.
    return quoteContract(
      { ...row, state: state === "held" ? "expired" : state },
      { catalogue, reservationId: null, purchaseOrderRequired: buyer?.purchaseOrderRequired ?? false },
    );
  },
});
