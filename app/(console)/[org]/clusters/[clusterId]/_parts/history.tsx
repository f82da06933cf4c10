import { momentText, nodeName, reasonWord, tideMarks } from "@/app/_parts/page/cluster-words";
import { StateLanes, type LaneMarker } from "@/components/chart/state-lanes";
import { TideKeys, TideMarksDetail } from "@/components/chart/tide-marks";
import { formatDuration, formatInstant, formatRange } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { Pager } from "@/components/table/pager";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { SectionHead } from "@/components/ui/section-head";
import { lanesOf, notesByDay } from "./lanes-of";
import type { ClusterView } from "./read-cluster";

/** Ninety days as tide marks. */
export function NinetyDays({ view }: { view: ClusterView }) {
  const { days, cluster } = view;
  const inService = days?.days.filter((day) => day.state !== "none").length ?? 0;
  const lost = days?.days.filter((day) => day.minutesLost > 0).length ?? 0;
  const startsLate = (days?.days.findIndex((day) => day.state !== "none") ?? 0) > 24;
  return (
    <section>
      <SectionHead remark={days === null ? undefined : `${inService} in service, ${lost === 0 ? "none" : lost} with minutes lost`} end={<TideKeys />}>
        90 days
      </SectionHead>
      <div className="ruled-top overflow-x-auto">
        {days === null ? (
          <p className="text-ink-2">Measured from hand-over on.</p>
        ) : (
          <TideMarksDetail
            days={tideMarks(days.days, notesByDay(days.intervals))}
            label={`90 days of ${cluster.name}`}
            text={startsLate ? "Not yet handed over" : undefined}
            mark={6}
          />
        )}
      </div>
    </section>
  );
}

type TimelineProps = { view: ClusterView; hrefOf: (range: string) => string; range: string };

/** The states over the selected range, node by node where something happened. */
export function Timeline({ view, hrefOf, range }: TimelineProps) {
  const { cluster, nodes, inRange, window } = view;
  const words = { "6h": "Last 6 hours", "24h": "Last 24 hours", "7d": "Last 7 days", "30d": "Last 30 days" }[range] ?? range;
  return (
    <section>
      <SectionHead
        end={
          <>
            <span className="max-sm:hidden">{formatRange(window.start, window.end)} UTC</span>
            <SegmentedControl label="Range" current={range} segments={["6h", "24h", "7d", "30d"].map((key) => ({ key, label: key, href: hrefOf(key) }))} />
          </>
        }
      >
        {words}
      </SectionHead>
      <div className="ruled-top">
        {inRange === null ? (
          <p className="text-ink-2">Measured from hand-over on.</p>
        ) : (
          <>
            <StateLanes
              label={`States of ${cluster.name}, ${words.toLowerCase()}`}
              start={window.start}
              end={window.end}
              now={window.isNow ? window.end : undefined}
              lanes={lanesOf({ cluster, nodes, intervals: inRange.intervals, ...window })}
              markers={markersOf(view)}
            />
            {inRange.intervalsTruncated ? <p className="note mt-1">More happened than can be drawn; choose a shorter range.</p> : null}
          </>
        )}
      </div>
    </section>
  );
}

/** The two longest failures in the range, named across all lanes. */
function markersOf({ inRange, window }: ClusterView): LaneMarker[] {
  const length = (one: { start: string; end: string }) => Date.parse(one.end) - Date.parse(one.start);
  return (inRange?.intervals ?? [])
    .filter((one) => one.state === "down" && one.start > window.start)
    .sort((a, b) => length(b) - length(a))
    .slice(0, 1)
    .map((one) => ({
      at: one.start,
      label: `${formatInstant(one.start, "seconds")} ${one.ordinal === null ? "" : nodeName(one.ordinal)} ${reasonWord(one.reason)}, ${formatDuration(length(one) / 1000)}`,
    }));
}

/** "handed_over" to "Handed over". */
const kindWord = (kind: string): string => {
  const words = kind.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What happened to the cluster, newest first. */
export function Events({ view, now, hrefOf }: { view: ClusterView; now: string; hrefOf: (cursor: string | null) => string }) {
  const { data, nextCursor } = view.events;
  const isLater = view.newestEvent !== undefined && data[0]?.id !== view.newestEvent;
  return (
    <section aria-label="Events">
      <SectionHead>Events</SectionHead>
      {data.length === 0 ? (
        <div className="ruled-top">
          <Empty title="Nothing happened yet">Deliveries, faults, replacements and SSH keys are listed here.</Empty>
        </div>
      ) : (
        <table className="w-full border-t-[1.5px] border-rule-ink">
          <thead className="sr-only">
            <tr>
              <th scope="col">When, UTC</th>
              <th scope="col">What</th>
              <th scope="col">In words</th>
            </tr>
          </thead>
          <tbody>
            {data.map((event) => (
              <tr key={event.id} className="border-b border-rule align-top max-sm:grid max-sm:grid-cols-[104px_1fr] max-sm:gap-x-2.5 max-sm:py-1.5">
                <td className="py-[5px] pr-3.5 whitespace-nowrap text-ink-3 max-sm:p-0">
                  <time dateTime={event.at} title={formatInstant(event.at, "exact")}>
                    {event.at.slice(0, 10) === now.slice(0, 10) ? formatInstant(event.at, "seconds") : momentText(event.at, now)}
                  </time>
                </td>
                <td className="py-[5px] pr-3.5 font-semibold whitespace-nowrap max-sm:p-0 max-sm:whitespace-normal">{kindWord(event.kind)}</td>
                <td className="w-full py-[5px] text-ink-2 max-sm:col-start-2 max-sm:w-auto max-sm:p-0">{event.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {nextCursor === null && !isLater ? null : (
        <Pager newer="Newest" newerHref={isLater ? hrefOf(null) : undefined} olderHref={nextCursor === null ? undefined : hrefOf(nextCursor)} />
      )}
    </section>
  );
}
