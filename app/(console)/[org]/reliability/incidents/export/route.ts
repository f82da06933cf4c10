import type { NextRequest } from "next/server";
import { BadAddress } from "@/app/_parts/page/bad-address";
import { csvFile } from "@/app/_parts/page/csv-file";
import { sendFile } from "@/app/_parts/page/send-file";
import type { IncidentContract } from "@/lib/contracts/reliability";
import { formatInstant, isMonth, monthInterval } from "@/lib/period";
import { serverNow } from "@/server/doors/console/caller";
import { KIND_WORD, touchedText } from "../../../_parts/reliability/incident-words";

const PAGE = 200;
const HEADER = [
  "number",
  "kind",
  "state",
  "title",
  "site",
  "touched",
  "openedAt",
  "detectedAt",
  "resolvedAt",
  "lastedSeconds",
  "budgetSpentNodeSeconds",
  "budgetSpentClusterMinutes",
  "id",
];

const rowOf = (one: IncidentContract) => [
  one.number,
  KIND_WORD[one.kind],
  one.state,
  one.title,
  one.site,
  touchedText(one),
  one.openedAt,
  one.detectedAt,
  one.resolvedAt,
  one.lastedSeconds,
  one.budgetSpentNodeSeconds,
  one.budgetSpentClusterMinutes,
  one.id,
];

/** CSV of all incidents in a month. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const asked = request.nextUrl.searchParams.get("month") ?? "";
  const month = asked === "" ? serverNow().slice(0, 7) : asked;
  return sendFile(org, async ({ reliability }) => {
    if (!isMonth(month)) throw new BadAddress(`${month} is no month. Write it as 2026-11.`);
    const { start, end } = monthInterval(month);
    const rows: IncidentContract[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await reliability.incident.list({ from: formatInstant(start), to: formatInstant(end), limit: PAGE, cursor });
      rows.push(...page.data);
      more = page.nextCursor !== null;
      cursor = page.nextCursor ?? undefined;
    }
    return csvFile(`incidents-${month}.csv`, HEADER, rows.map(rowOf));
  });
}
