import type { ReactNode } from "react";
import { memberOf } from "@/app/_parts/page/read";
import { readInvoice } from "../../_parts/invoice/read-invoice";

/** Above the skeleton: once that is on its way, an answer can no longer say 404. */
export default async function InvoiceLayout({ params, children }: { params: Promise<{ org: string; invoiceId: string }>; children: ReactNode }) {
  const { org, invoiceId } = await params;
  const { access } = await memberOf(org);
  if (access.may("billing.read")) await readInvoice(org, invoiceId);
  return children;
}
