import type { NextRequest } from "next/server";
import { allPages, csvFile } from "@/app/_parts/page/csv-file";
import { sendFile } from "@/app/_parts/page/send-file";
import { serverNow } from "@/server/doors/console/caller";
import { periodToSend, yearStart } from "../../_parts/period";

const PAGE = 200;

/** CSV of exactly the list's view, all pages. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const now = serverNow();
  return sendFile(org, async ({ billing }) => {
    const { days, range } = periodToSend(request.nextUrl.searchParams, yearStart(now), now);
    const rows = await allPages((cursor) => billing.creditNote.list({ ...range, limit: PAGE, cursor }));
    return csvFile(
      `credit-notes-${days.from}-${days.to}.csv`,
      ["issuedAt", "number", "correctsNumber", "reason", "subtotal", "tax", "total", "applied", "unapplied", "currency", "id"],
      rows.map((row) => [
        row.issuedAt,
        row.number,
        row.correctsNumber,
        row.reason,
        row.subtotal.amount,
        row.tax.amount,
        row.total.amount,
        row.applied.amount,
        row.unapplied.amount,
        row.total.currency,
        row.id,
      ]),
    );
  });
}
