import { InvoicesSkeleton } from "../_parts/invoice/invoices-skeleton";

export default function Loading() {
  return <InvoicesSkeleton about="list" />;
}
