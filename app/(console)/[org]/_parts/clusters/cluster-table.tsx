import Link from "next/link";
import { berthsText, clusterShape, clusterWord, noteText, tideMarks } from "@/app/_parts/page/cluster-words";
import { Berths } from "@/components/chart/berths";
import { TideMarks } from "@/components/chart/tide-marks";
import { Availability } from "@/components/format/quantity";
import { formatDuration, formatInstant, formatMonth, plural } from "@/components/format/text";
import { Ledger, type LedgerColumn } from "@/components/table/ledger";
import { RowKeys } from "@/components/table/row-keys";
import { Gauge } from "@/components/ui/gauge";
import { Status } from "@/components/ui/status";
import type { ClusterContract } from "@/lib/contracts/clusters";
import type { UptimeRow } from "@/lib/contracts/reliability";
import { clusterAddress, type ClusterFilters } from "./filters";

/** Rows with more berths than this break the quay. */
const BERTHS_PER_ROW = 16;
const SOON_SECONDS = 7 * 86_400;

type Props = { list: string; clusters: ClusterContract[]; uptimes: ReadonlyMap<string, UptimeRow>; filters: ClusterFilters; now: string };

/** The cluster list: state with its reason, berths, thirty days, the month's figures, the end. */
export function ClusterTable({ list, clusters, uptimes, filters, now }: Props) {
  // The first click sorts most urgent first, the second the other way.
  const sortBy = (sort: ClusterFilters["sort"]) => {
    const isCurrent = filters.sort === sort;
    return {
      href: `${list}${clusterAddress({ ...filters, cursor: null, sort, reverse: isCurrent && !filters.reverse })}`,
      direction: isCurrent ? (filters.reverse ? ("descending" as const) : ("ascending" as const)) : null,
    };
  };
  const monthName = formatMonth(now.slice(0, 7), true);
  const columns: LedgerColumn<ClusterContract>[] = [
    {
      key: "name",
      head: "Cluster",
      isRowHead: true,
      card: "name",
      sort: sortBy("name"),
      cell: (cluster) => (
        <>
          <Link href={`${list}/${cluster.id}`} className="font-semibold break-words">
            {cluster.name}
          </Link>
          <div className="ident text-ink-2">{cluster.region}</div>
        </>
      ),
    },
    {
      key: "state",
      head: "State now",
      card: "state",
      sort: sortBy("state"),
      cell: (cluster) => (
        <>
          <Status state={clusterShape(cluster.state)}>{clusterWord(cluster.state)}</Status>
          <div className="note text-ink-2 max-sm:max-w-[56vw]">{noteText(cluster.note, now)}</div>
        </>
      ),
    },
    {
      key: "nodes",
      head: "Nodes",
      card: "mark",
      cell: (cluster) => (
        <>
          {cluster.berths.length === 0 ? null : <Berths states={cluster.berths} label={berthsText(cluster)} perRow={BERTHS_PER_ROW} />}
          <div className="note mt-1 whitespace-nowrap text-ink-2">
            {cluster.nodes} × <span className="ident">{cluster.nodeType}</span>
          </div>
        </>
      ),
    },
    {
      key: "days",
      head: daysHead(uptimes),
      name: "Thirty days",
      card: "record",
      cell: (cluster) => <Days cluster={cluster} uptime={uptimes.get(cluster.id)} />,
    },
    {
      key: "availability",
      head: `Availability, ${monthName}`,
      align: "right",
      rule: true,
      card: "foot",
      cell: (cluster) => (
        <div>
          <Availability percent={uptimes.get(cluster.id)?.month.availabilityPercent ?? null} />
          <div className="note">
            {cluster.handedOverAt === null ? `starts ${formatInstant(cluster.start, "day", now)}` : `target ${cluster.targetPercent} %`}
          </div>
        </div>
      ),
    },
    {
      key: "budget",
      head: (
        <>
          Downtime
          <br />
          budget left, min
        </>
      ),
      name: "Downtime budget left, min",
      align: "right",
      card: "figure",
      cell: (cluster) => <Budget uptime={uptimes.get(cluster.id)} />,
    },
    {
      key: "end",
      head: "Ends",
      align: "right",
      rule: true,
      card: "side",
      sort: sortBy("end"),
      cell: (cluster) => <End cluster={cluster} plan={uptimes.get(cluster.id)?.slaPlanName ?? cluster.slaPlan} now={now} />,
    },
  ];
  return (
    <RowKeys>
      <Ledger
        label="Clusters"
        columns={columns}
        rows={clusters}
        rowKey={(cluster) => cluster.id}
        rowHref={(cluster) => `${list}/${cluster.id}`}
        density="close"
      />
    </RowKeys>
  );
}

function daysHead(uptimes: ReadonlyMap<string, UptimeRow>): string {
  const days = uptimes.values().next().value?.days;
  const first = days?.at(0);
  const last = days?.at(-1);
  return first === undefined || last === undefined
    ? "30 days"
    : `${formatInstant(`${first.day}T00:00:00Z`, "day")} to ${formatInstant(`${last.day}T00:00:00Z`, "day")}`;
}

function Days({ cluster, uptime }: { cluster: ClusterContract; uptime: UptimeRow | undefined }) {
  if (uptime === undefined) return <span className="text-ink-3">no data</span>;
  const lost = uptime.days.filter((day) => day.minutesLost > 0).length;
  const label =
    uptime.window.availabilityPercent === null
      ? `${cluster.name}: no data yet`
      : `${cluster.name}, ${uptime.days.length} days: ${lost === 0 ? "no minutes lost" : `${plural(lost, "day")} with minutes lost, ${uptime.window.lostMinutes.toFixed(2)} min in all`}`;
  return <TideMarks days={tideMarks(uptime.days)} label={label} focusable={false} />;
}

function Budget({ uptime }: { uptime: UptimeRow | undefined }) {
  if (uptime === undefined || uptime.month.budgetMinutes === 0) return <span className="text-ink-3">no data</span>;
  const { budgetLeftMinutes: left, budgetMinutes: total } = uptime.month;
  return (
    <div className="whitespace-nowrap">
      <b className="font-semibold">{Math.abs(left).toFixed(2)}</b>{" "}
      <span className="text-ink-2">
        {left < 0 ? "over" : "of"} {total.toFixed(2)}
      </span>
      <div className="mt-0.5 flex justify-end">
        <Gauge
          left={left}
          total={total}
          label={left < 0 ? `${(-left).toFixed(2)} minutes over the budget of ${total.toFixed(2)}` : `${left.toFixed(2)} of ${total.toFixed(2)} minutes left`}
        />
      </div>
    </div>
  );
}

function End({ cluster, plan, now }: { cluster: ClusterContract; plan: string; now: string }) {
  const seconds = (Date.parse(cluster.end) - Date.parse(now)) / 1000;
  const isSoon = cluster.state !== "ended" && seconds > 0 && seconds < SOON_SECONDS;
  return (
    <div className="whitespace-nowrap">
      <span className="text-ink-3 sm:hidden">{cluster.state === "ended" ? "Ended" : "Ends"} </span>
      <time dateTime={cluster.end} title={formatInstant(cluster.end, "exact")} className={isSoon ? "font-semibold" : undefined}>
        {isSoon ? formatInstant(cluster.end) : formatInstant(cluster.end, "date")}
      </time>
      <div className="note">{isSoon ? `in ${formatDuration(seconds)}` : plan}</div>
    </div>
  );
}
