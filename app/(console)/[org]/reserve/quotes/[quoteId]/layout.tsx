import type { ReactNode } from "react";
import { memberOf } from "@/app/_parts/page/read";
import { readQuote } from "./_parts/read-quote";

/** Read above the skeleton: once that has been sent, the response can no longer be a 404. */
export default async function QuoteLayout({ params, children }: { params: Promise<{ org: string; quoteId: string }>; children: ReactNode }) {
  const { org, quoteId } = await params;
  const { access } = await memberOf(org);
  if (access.may("capacity.read")) await readQuote(org, quoteId);
  return children;
}
