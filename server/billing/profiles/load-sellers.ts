import { z } from "zod";
import { line } from "@/lib/contracts/common";
import { command } from "@/server/kernel/operation/operation";

const text = (most: number) => line(most);

/**
 * The legal entities that sell, named by their country. Existing ones are updated; finalised invoices keep their own
 * copy.
 */
export const loadSellers = command({
  name: "billing.seller.load",
  summary: "Load the legal entities that sell.",
  input: z.object({
    sellers: z
      .array(
        z.object({
          country: z.enum(["NL", "SG", "US"]),
          name: text(160),
          address: text(200),
          taxId: text(40),
          bankName: text(80),
          iban: text(40),
          bic: text(11),
        }),
      )
      .min(1)
      .max(3),
  }),
  output: z.object({ sellers: z.number().int() }),
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  audit: { subject: () => "network" },
  idempotency: "natural",
  handler: async (ctx, { sellers }) => {
    for (const seller of sellers) {
      await ctx.tx.exec(
        `insert into "LegalEntity" (id, country, name, address, "taxId", "bankName", iban, bic) values ($1, $8, $2, $3, $4, $5, $6, $7)
         on conflict (id) do update set name = excluded.name, address = excluded.address, "taxId" = excluded."taxId",
           "bankName" = excluded."bankName", iban = excluded.iban, bic = excluded.bic`,
        [seller.country, seller.name, seller.address, seller.taxId, seller.bankName, seller.iban, seller.bic, seller.country],
      );
    }
    ctx.audited({ sellers: sellers.map(({ country }) => country).join(", ") });
    return { sellers: sellers.length };
  },
});
