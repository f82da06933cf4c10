import type { ReactNode } from "react";
import { memberOf } from "@/app/_parts/page/read";
import { readInvoice } from "../../_parts/invoice/read-invoice";

/** Read above the skeleton: once that has been sent, the response can no longer be a 404. */
export default async function InvoiceLayout({ params, children }: { params: Promise<{ org: string; invoiceId: string }>; children: ReactNode }) {
  const { org, invoiceId } = await params;
  const { access } = await memberOf(org);
  if (access.may("billing.read")) await readInvoice(org, invoiceId);
  return children;
}
