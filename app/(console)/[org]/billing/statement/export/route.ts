import type { NextRequest } from "next/server";
import { sendFile } from "@/app/_parts/page/send-file";
import { csvFile } from "@/app/_parts/page/csv-file";
import { serverNow } from "@/server/doors/console/caller";
import { periodToSend, yearStart } from "../../_parts/period";

/** CSV of the statement shown. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const now = serverNow();
  return sendFile(org, async ({ billing }) => {
    const { days, range } = periodToSend(request.nextUrl.searchParams, yearStart(now), now);
    const statement = await billing.statement.get(range);
    const rows = statement.data.map((row) => [row.at, row.description, row.amount.amount, row.balance.amount, statement.currency]);
    return csvFile(
      `statement-${days.from}-${days.to}.csv`,
      ["at", "description", "amount", "balance", "currency"],
      [
        [statement.from, "Opening balance", "", statement.opening.amount, statement.currency],
        ...rows,
        [statement.to, "Closing balance", "", statement.closing.amount, statement.currency],
      ],
    );
  });
}
