import { InvoicesSkeleton } from "../_invoice/invoices-skeleton";

export default function Loading() {
  return <InvoicesSkeleton about="list" />;
}
