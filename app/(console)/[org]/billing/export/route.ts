import type { NextRequest } from "next/server";
import { sendFile } from "@/app/_page/send-file";
import { listInputOf, readInvoiceFilters } from "../_list/filters";

/** CSV of exactly the list's view. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const filters = readInvoiceFilters(request.nextUrl.searchParams);
  return sendFile(org, ({ billing }) => billing.invoice.export(listInputOf(filters)));
}
