import type { NextRequest } from "next/server";
import { strictly } from "@/app/_parts/page/bad-address";
import { sendZip } from "@/app/_parts/page/send-zip";
import { serverNow } from "@/server/doors/console/caller";
import { documentsOf } from "../_parts/list/archive";
import { listInputOf, readInvoiceFilters } from "../_parts/list/filters";

/** The documents in exactly the list's view, as one ZIP. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return sendZip(org, `invoices-${org}-${serverNow().slice(0, 10)}.zip`, async (operations) =>
    documentsOf(operations, listInputOf(strictly(() => readInvoiceFilters(request.nextUrl.searchParams, { strict: true })))),
  );
}
