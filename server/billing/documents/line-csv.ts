// The lines of an invoice for spreadsheets and imports: one row per line, figures without grouping. Pure.
import { csv } from "@/lib/csv";
import type { InvoiceDetail } from "@/lib/contracts/billing";

const HEADER = [
  "invoice",
  "line",
  "kind",
  "label",
  "description",
  "note",
  "reference",
  "project",
  "costCentre",
  "cluster",
  "nodeType",
  "nodes",
  "reservationId",
  "quoteId",
  "purchaseOrder",
  "periodStart",
  "periodEnd",
  "meteredSeconds",
  "gpuSeconds",
  "gpuHours",
  "ratePerGpuHour",
  "currency",
  "amount",
  "taxCategory",
  "taxRatePercent",
];

export function lineCsv(invoice: InvoiceDetail): string {
  return csv(
    HEADER,
    invoice.lines.map((line, index) => [
      invoice.number,
      index + 1,
      line.kind,
      line.label,
      line.description,
      line.note,
      line.reference,
      line.projectName,
      line.costCentre,
      line.clusterName,
      line.nodeType,
      line.nodes,
      line.reservationId,
      line.quoteId,
      line.quote?.purchaseOrder ?? null,
      line.period?.start ?? null,
      line.period?.end ?? null,
      line.meteredSeconds,
      line.gpuSeconds,
      line.gpuHours,
      line.ratePerGpuHour,
      line.amount.currency,
      line.amount.amount,
      line.taxCategory,
      line.taxRatePercent,
    ]),
  );
}
