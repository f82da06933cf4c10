import type { NextRequest } from "next/server";
import { csvFile } from "@/app/_parts/page/csv-file";
import { sendFile } from "@/app/_parts/page/send-file";
import { serverNow } from "@/server/doors/console/caller";
import { monthStart, periodToSend } from "../../_parts/period";

/** CSV of the usage shown. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const now = serverNow();
  return sendFile(org, async ({ billing }) => {
    const { asked, days, range } = periodToSend(request.nextUrl.searchParams, monthStart(now), now);
    const usage = await billing.usage.get({ ...range, groupBy: asked.group });
    const rows = usage.data.map((row) => [row.key, row.name, row.gpuSeconds, row.gpuHours, row.amount.amount, row.amount.currency]);
    return csvFile(`usage-by-${asked.group}-${days.from}-${days.to}.csv`, [asked.group, "name", "gpuSeconds", "gpuHours", "amount", "currency"], rows);
  });
}
