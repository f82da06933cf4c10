import { createHash } from "node:crypto";
import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { documentContract } from "@/lib/contracts/billing";
import { forSpreadsheets } from "@/lib/csv";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { lineCsv } from "./line-csv";
import { typesetInvoice } from "./pdf";
import { pdfModelOf } from "./pdf-model";
import { readDetail } from "../invoices/invoice-detail";
import { nextInvoiceState } from "../invoices/invoice-states";

/** More lines than an invoice can have, because a document is always complete. */
const ALL_LINES = 1_000_000;

/**
 * Renders the documents of a numbered invoice, once: stored with their SHA-256, they never change. The invoice is then
 * sent. A repeated call returns what is stored. Errors: not_found; invalid_state for a draft.
 */
export const renderDocuments = command({
  name: "billing.document.render",
  summary: "Render the documents of a numbered invoice.",
  input: z.object({ invoiceId: reference() }),
  output: z.object({ documents: z.array(documentContract) }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (input) => input.invoiceId },
  idempotency: "natural",
  handler: async (ctx, { invoiceId }) => {
    const { tx, organisationId } = ctx;
    // With two concurrent renderings, the second waits here and then finds the first one's documents.
    await tx.sql(`select id from "Invoice" where id = $1 and "organisationId" = $2 for update`, [invoiceId, organisationId]);
    const invoice = await readDetail(tx, organisationId, invoiceId, ALL_LINES);
    const { number } = invoice;
    if (number === null)
      throw new OperationError("invalid_state", "A draft has no documents yet.", { suggestion: "They are rendered when the invoice gets its number." });
    if (invoice.documents.length > 0) return { documents: invoice.documents };
    const pdf = await typesetInvoice(pdfModelOf(invoice));
    const documents = [
      { kind: "pdf" as const, fileName: `${number}.pdf`, contentType: "application/pdf", bytes: pdf.bytes },
      {
        kind: "csv" as const,
        fileName: `${number}.csv`,
        contentType: "text/csv; charset=utf-8",
        bytes: forSpreadsheets(new TextEncoder().encode(lineCsv(invoice))),
      },
    ].map((document) => ({ ...document, sizeBytes: document.bytes.length, sha256: createHash("sha256").update(document.bytes).digest("hex") }));
    for (const { kind, fileName, contentType, sha256, sizeBytes, bytes } of documents) {
      await tx.exec(
        `insert into "Document" (id, "organisationId", "invoiceId", kind, "fileName", "contentType", sha256, "sizeBytes", bytes, "createdAt")
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [ctx.id("doc"), organisationId, invoiceId, kind, fileName, contentType, sha256, sizeBytes, Buffer.from(bytes), ctx.now],
      );
    }
    await tx.exec(`update "Invoice" set state = $2::"InvoiceState" where id = $1`, [invoiceId, nextInvoiceState(invoice.state, "send") ?? invoice.state]);
    ctx.audited({ number, pages: pdf.pages, ...Object.fromEntries(documents.map(({ kind, sha256 }) => [kind, sha256])) });
    return { documents };
  },
});
