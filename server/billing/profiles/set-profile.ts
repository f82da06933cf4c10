import { z } from "zod";
import { country, currency, email, line } from "@/lib/contracts/common";
import { isCurrency } from "@/lib/money";
import { sellerFor } from "@/lib/tax";
import { checkVatId } from "@/lib/vat";
import { codePointName, unprintableLetter } from "../documents/fonts";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";

/** What a document cannot print is refused here, by name: a numbered invoice never holds an empty box. */
function refuseUnprintable({ legalName, addressLines, taxId }: { legalName: string; addressLines: readonly string[]; taxId: string | null }): void {
  const texts: (readonly [pointer: string, text: string])[] = [["/legalName", legalName], ...addressLines.map((line, index) => [`/addressLines/${index}`, line] as const), ["/taxId", taxId ?? ""]];
  const errors = texts.flatMap(([pointer, text]) => {
    const letter = unprintableLetter(text);
    return letter === null ? [] : [{ pointer, message: `holds ${JSON.stringify(letter)} (${codePointName(letter)}), which our documents cannot print` }];
  });
  if (errors.length > 0) throw new OperationError("validation_failed", "The profile holds letters that documents cannot print.", { errors });
}

/**
 * Who is billed in a currency, on which terms. One profile a currency: set again, it is brought up to date. The seller
 * follows from the country. Payment terms are the network's to give, so staff and jobs set them, not the customer.
 * Errors: validation_failed for an unknown currency and for letters that no document can print; conflict while that seller has not been set up.
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
    if (!isCurrency(input.currency)) throw new OperationError("validation_failed", "The currency is not one we bill in.", { errors: [{ pointer: "/currency", message: "is no currency with a known exponent" }] });
    refuseUnprintable(input);
    const seller = sellerFor(input.country);
    if (!(await tx.prisma.legalEntity.findUnique({ where: { id: seller } }))) {
      throw new OperationError("conflict", `The legal entity that sells to ${input.country} is not set up.`, { suggestion: "Load the sellers first." });
    }
    // A valid VAT identifier is kept as registers write it, so that every document prints the same.
    const vatId = input.taxId === null ? null : checkVatId(input.taxId, input.country);
    const data = { ...input, taxId: vatId?.valid ? vatId.vatId : input.taxId, legalEntityId: seller };
    const known = await tx.prisma.billingProfile.findFirst({ where: { organisationId, currency: input.currency }, orderBy: { id: "asc" } });
    const { id } = known
      ? await tx.prisma.billingProfile.update({ where: { id: known.id }, data })
      : await tx.prisma.billingProfile.create({ data: { ...data, id: ctx.id("bpr"), organisationId } });
    ctx.audited({ legalName: input.legalName, currency: input.currency, netDays: input.netDays, seller });
    return { id, seller };
  },
});
