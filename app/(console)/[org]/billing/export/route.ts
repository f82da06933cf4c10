import type { NextRequest } from "next/server";
import { strictly } from "@/app/_parts/page/bad-address";
import { sendFile } from "@/app/_parts/page/send-file";
import { listInputOf, readInvoiceFilters } from "../_parts/list/filters";

/** CSV of exactly the list's view. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return sendFile(org, async ({ billing }) =>
    billing.invoice.export(listInputOf(strictly(() => readInvoiceFilters(request.nextUrl.searchParams, { strict: true })))),
  );
}
