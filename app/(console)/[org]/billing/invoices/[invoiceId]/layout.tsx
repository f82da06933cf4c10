import type { ReactNode } from "react";
import { memberOf } from "@/app/_page/read";
import { can } from "@/lib/permissions";
import { readInvoice } from "../../_invoice/read-invoice";

/** Above the skeleton: once that is on its way, an answer can no longer say 404. */
export default async function InvoiceLayout({ params, children }: { params: Promise<{ org: string; invoiceId: string }>; children: ReactNode }) {
  const { org, invoiceId } = await params;
  const { membership } = await memberOf(org);
  if (can(membership.role, "billing.read")) await readInvoice(org, invoiceId);
  return children;
}
