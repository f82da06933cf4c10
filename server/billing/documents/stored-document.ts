// Serves rendered documents.
import type { FileContract } from "@/lib/contracts/common";
import type { Tx } from "@/server/kernel/database/db";
import { notFound, OperationError } from "@/server/kernel/operation/errors";

/**
 * The stored bytes of an invoice's document, as sent.
 * @throws OperationError not_found; invalid_state while the invoice is a draft; unavailable until it is rendered
 */
export async function readDocument(tx: Tx, organisationId: string, invoiceId: string, kind: "pdf" | "csv"): Promise<FileContract> {
  const [row] = await tx.sql<{ number: string | null; fileName: string | null; contentType: string; bytes: Buffer }>(
    `select i.number, d."fileName", d."contentType", d.bytes from "Invoice" i left join "Document" d on d."invoiceId" = i.id and d.kind = $3
      where i.id = $1 and i."organisationId" = $2`,
    [invoiceId, organisationId, kind],
    "billing_document",
  );
  if (!row) throw notFound("invoice", invoiceId);
  if (row.number === null)
    throw new OperationError("invalid_state", "This invoice is still a draft and has no documents.", {
      suggestion: "Documents are rendered when the invoice gets its number, a day after the month has closed.",
    });
  if (row.fileName === null) throw new OperationError("unavailable", "The document is being rendered.", { retryAfterSeconds: 2 });
  return { fileName: row.fileName, contentType: row.contentType, bytes: Uint8Array.from(row.bytes) };
}
