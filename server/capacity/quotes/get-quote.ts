import { z } from "zod";
import { quote } from "@/lib/contracts/capacity";
import { idOf } from "@/lib/contracts/common";
import { query } from "@/server/kernel/operation/operation";
import { standingOf } from "./buyer";
import { isHeld } from "./quote-rules";
import { findQuote } from "./quote-rows";
import { quoteContract } from "./quote-shape";

export const getQuote = query({
  name: "capacity.quote.get",
  summary: "Reads a quote with its lines, terms and state.",
  input: z.object({ id: idOf("qte") }),
  output: quote,
  permission: "capacity.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/quotes/{id}" },
  handler: async (ctx, { id }) => {
    const [{ catalogue, buyer }, row] = await Promise.all([standingOf(ctx.tx, ctx.organisationId), findQuote(ctx.tx, ctx, id)]);
    // Between its expiry and the job that returns the capacity, the hold is already over.
    const state = row.state === "held" && !isHeld(row.expiresAt.getTime() / 1000, ctx.now.getTime() / 1000) ? "expired" : row.state;
    return quoteContract({ ...row, state }, { catalogue, reservationId: row.reservationId, purchaseOrderRequired: buyer?.purchaseOrderRequired ?? false });
  },
});
