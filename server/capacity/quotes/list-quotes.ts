import { listQuotesInput, quotePage } from "@/lib/contracts/capacity";
import { toInstant } from "@/lib/period";
import { query } from "@/server/kernel/operation/operation";
import { idCursor } from "@/server/kernel/operation/page-cursor";
import { standingOf } from "./buyer";
import { isHeld } from "./quote-rules";
import { listQuoteRows } from "./quote-rows";
import { quoteContract } from "./quote-shape";

export const listQuotes = query({
  name: "capacity.quote.list",
  summary: "Lists quotes, newest first; by state.",
  input: listQuotesInput,
  output: quotePage,
  permission: "capacity.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/quotes" },
  handler: async (ctx, { state, cursor, limit }) => {
    // Before anything is sent: a refusal must leave no statement on its way in a transaction that ends.
    const before = idCursor(cursor, "qte");
    const [{ catalogue, buyer }, rows] = await Promise.all([
      standingOf(ctx.tx, ctx.organisationId),
      listQuoteRows(ctx.tx, ctx, { state, before, now: ctx.now, limit: limit + 1 }),
    ]);
    const data = rows.slice(0, limit);
    return {
      // A hold ends at its expiry, before the job returns its capacity.
      data: data.map((row) =>
        quoteContract(
          { ...row, state: row.state === "held" && !isHeld(toInstant(row.expiresAt), toInstant(ctx.now)) ? "expired" : row.state },
          { catalogue, reservationId: row.reservationId, purchaseOrderRequired: buyer?.purchaseOrderRequired ?? false },
        ),
      ),
      nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null,
    };
  },
});
