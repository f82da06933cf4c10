import { z } from "zod";
import { country, currency, email, line } from "@/lib/contracts/common";
import { isCurrency } from "@/lib/money";
import { sellerFor } from "@/lib/tax";
import { checkVatId } from "@/lib/vat";
import { codePointName, unprintableLetter } from "../documents/fonts";
import { type Buyer, keepBuyer } from "@/server/identity";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";

const UPSERT = `
  insert into "BillingProfile" (id, "organisationId", currency, "legalName", "addressLines", country, "taxId", "apEmail", "netDays", "purchaseOrderRequired",
    "legalEntityId")
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  on conflict (id) do update set "legalName" = excluded."legalName", "addressLines" = excluded."addressLines", country = excluded.country,
    "taxId" = excluded."taxId",
    "apEmail" = excluded."apEmail", "netDays" = excluded."netDays", "purchaseOrderRequired" = excluded."purchaseOrderRequired",
      "legalEntityId" = excluded."legalEntityId"`;

/** Refuses unprintable characters by name, so that no numbered invoice contains a missing-glyph box. */
function refuseUnprintable({ legalName, addressLines, taxId }: { legalName: string; addressLines: readonly string[]; taxId: string | null }): void {
  const texts: (readonly [pointer: string, text: string])[] = [
    ["/legalName", legalName],
    ...addressLines.map((line, index) => [`/addressLines/${index}`, line] as const),
    ["/taxId", taxId ?? ""],
  ];
  const errors = texts.flatMap(([pointer, text]) => {
    const letter = unprintableLetter(text);
    return letter === null ? [] : [{ pointer, message: `holds ${JSON.stringify(letter)} (${codePointName(letter)}), which our documents cannot print` }];
  });
  if (errors.length > 0) throw new OperationError("validation_failed", "The profile holds letters that documents cannot print.", { errors });
}

/**
 * Who is billed in a currency, on which terms. One profile per currency; setting it again updates it. The country
 * determines the seller. Only the network grants payment terms, so staff and jobs set them, not the customer. Errors:
 * validation_failed for an unknown currency and for unprintable characters; conflict while that seller has not been set
 * up.
 */
export const setProfile = command({
  name: "billing.profile.set",
  summary: "Set whom an organisation's invoices in a currency go to.",
  input: z.object({
    legalName: line(160),
    addressLines: z.array(line(120)).min(1).max(6),
    country,
    taxId: line(40).nullable().default(null),
    apEmail: email,
    currency,
    netDays: z.number().int().min(0).max(120).default(30),
    purchaseOrderRequired: z.boolean().default(false),
  }),
  output: z.object({ id: z.string(), seller: z.string() }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (_input, output) => output.id },
  idempotency: "natural",
  handler: async (ctx, input) => {
    const { tx, organisationId } = ctx;
    if (!isCurrency(input.currency))
      throw new OperationError("validation_failed", "The currency is not one we bill in.", {
        errors: [{ pointer: "/currency", message: "is no currency with a known exponent" }],
      });
    refuseUnprintable(input);
    const seller = sellerFor(input.country);
    const [entity] = await tx.sql<{ id: string }>(`select id from "LegalEntity" where id = $1`, [seller]);
    if (!entity) {
      throw new OperationError("conflict", `The legal entity that sells to ${input.country} is not set up.`, { suggestion: "Load the sellers first." });
    }
    // A valid VAT identifier is stored in its register form, so that every document prints the same.
    const vatId = input.taxId === null ? null : checkVatId(input.taxId, input.country);
    const [known] = await tx.sql<{ id: string }>(`select id from "BillingProfile" where "organisationId" = $1 and currency = $2 order by id limit 1`, [
      organisationId,
      input.currency,
    ]);
    const id = known?.id ?? ctx.id("bpr");
    await tx.exec(UPSERT, [
      id,
      organisationId,
      input.currency,
      input.legalName,
      input.addressLines,
      input.country,
      vatId?.valid ? vatId.vatId : input.taxId,
      input.apEmail,
      input.netDays,
      input.purchaseOrderRequired,
      seller,
    ]);
    // Prices, tax and budgets follow the oldest profile. Modules below read them from the buyer.
    const [oldest] = await tx.sql<Buyer>(
      `select country, "taxId", currency, "purchaseOrderRequired" from "BillingProfile" where "organisationId" = $1 order by id limit 1`,
      [organisationId],
    );
    if (oldest) await keepBuyer(tx, organisationId, oldest);
    ctx.audited({ legalName: input.legalName, currency: input.currency, netDays: input.netDays, seller });
    return { id, seller };
  },
});
