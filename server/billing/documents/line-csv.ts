// The lines of an invoice for spreadsheets and imports: one row a line, figures without grouping. Pure.
import { csv } from "@/lib/csv";
import type { Detail } from "../invoices/invoice-detail";

const HEADER = [
  "invoice", "line", "kind", "description", "project", "costCentre", "cluster", "nodeType", "nodes", "reservationId", "quoteId", "purchaseOrder",
  "periodStart", "periodEnd", "meteredSeconds", "gpuSeconds", "gpuHours", "ratePerGpuHour", "currency", "amount",
];

export function lineCsv(invoice: Detail): string {
  return csv(
    HEADER,
    invoice.lines.map((line, index) => [
      invoice.number, index + 1, line.kind, line.description, line.projectName, line.costCentre, line.clusterName, line.nodeType, line.nodes,
      line.reservationId, line.quoteId, line.quote?.purchaseOrder ?? null, line.period?.start ?? null, line.period?.end ?? null,
      line.meteredSeconds, line.gpuSeconds, line.gpuHours, line.ratePerGpuHour, line.amount.currency, line.amount.amount,
    ]),
  );
}
