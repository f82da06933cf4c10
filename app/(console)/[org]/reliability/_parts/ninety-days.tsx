import Link from "next/link";
import { TideMarksDetail, type TideDay } from "@/components/chart/tide-marks";
import { formatInstant } from "@/components/format/text";
import type { IncidentContract, UptimeRow } from "@/lib/contracts/reliability";
import { KIND_WORD } from "../../_parts/reliability/incident-words";

type Props = { organisation: string; rows: UptimeRow[]; incidents: IncidentContract[]; now: string };

/** Ninety days of every cluster at full size; a day with losses links to its incident. */
export function NinetyDays({ organisation, rows, incidents, now }: Props) {
  return (
    <div className="border-t-[1.5px] border-rule-ink">
      {rows.map((row, index) => (
        <div
          key={row.clusterId}
          className="grid grid-cols-[1fr_auto] items-center gap-x-[18px] border-b border-rule pt-1.5 pb-[5px] lg:grid-cols-[minmax(128px,1fr)_843px_150px]"
        >
          <div className="min-w-0">
            <Link href={`/${organisation}/clusters/${row.clusterId}`} className="font-semibold break-words">
              {row.clusterName}
            </Link>
            <div className="note">
              {row.city}
              <br />
              {row.slaPlanName}, {row.targetPercent} %
            </div>
          </div>
          <div className="min-w-0 overflow-x-auto max-lg:order-3 max-lg:col-span-2">
            <TideMarksDetail
              days={daysOf(row, incidents, organisation)}
              label={`${row.clusterName}, 90 days`}
              text={beforeText(row, now)}
              ticks={index === rows.length - 1}
              scale={index !== rows.length - 1}
            />
          </div>
          <div className="text-right">
            {row.window.availabilityPercent === null ? (
              <span className="text-ink-3">no data</span>
            ) : (
              <>
                <span className="figure text-fig-m">
                  {row.window.availabilityPercent}
                  <small className="ml-[3px] font-ui text-ui text-ink-3">%</small>
                </span>
                <div className="note mt-0.5">
                  {row.window.lostMinutes.toFixed(2)} min lost, {measured(row)} days
                </div>
              </>
            )}
          </div>
        </div>
      ))}
    </div>
  );
}

const measured = (row: UptimeRow): number => row.days.filter((day) => day.state !== "none").length;

/** On the waterline where nothing was measured yet. */
function beforeText(row: UptimeRow, now: string): string | undefined {
  if (row.handedOverAt === null) return "Arrives, no data until it is handed over";
  const first = row.days[0]?.day;
  return first !== undefined && row.handedOverAt.slice(0, 10) > first && row.handedOverAt < now ? "Not yet handed over" : undefined;
}

/** Marks labelled with the day's costliest incident. */
function daysOf(row: UptimeRow, incidents: readonly IncidentContract[], organisation: string): TideDay[] {
  const touching = incidents.filter((incident) => incident.touched.some((one) => one.clusterId === row.clusterId));
  return row.days.map(({ day, state, minutesLost }): TideDay => {
    const that = touching
      .filter((incident) => incident.openedAt.slice(0, 10) <= day && (incident.resolvedAt === null || incident.resolvedAt.slice(0, 10) >= day))
      .sort((a, b) => b.budgetSpentNodeSeconds - a.budgetSpentNodeSeconds)[0];
    const lostSeconds = Math.round(minutesLost * 60);
    return that === undefined || lostSeconds === 0
      ? { date: day, state, lostSeconds }
      : { date: day, state, lostSeconds, note: KIND_WORD[that.kind].toLowerCase(), href: `/${organisation}/reliability/incidents/${that.id}` };
  });
}

/** "25 Aug to 22 Nov, UTC" */
export function windowText(rows: readonly UptimeRow[]): string {
  const days = rows[0]?.days ?? [];
  const text = (day: string | undefined) => (day === undefined ? "" : formatInstant(`${day}T00:00:00Z`, "day"));
  return `${text(days.at(0)?.day)} to ${text(days.at(-1)?.day)}, UTC`;
}
