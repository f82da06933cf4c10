import { berthsText } from "@/app/_page/cluster-words";
import { Berths } from "@/components/chart/berths";
import { Money, Rate } from "@/components/format/money";
import { formatDuration, formatInstant, formatMinutes, formatMonth } from "@/components/format/text";
import { Gauge } from "@/components/ui/gauge";
import { type Figure, FigureStrip } from "@/components/ui/figure-strip";
import type { ClusterView } from "./read-cluster";

/** The five figures of a cluster: berths, availability, what is left of the budget, cost, end. */
export function Figures({ view, now }: { view: ClusterView; now: string }) {
  const { cluster, ofMonth, cost, month } = view;
  const monthName = formatMonth(month).split(" ")[0];
  const fresh = cluster.berths.flatMap((berth, index) => (berth === "new" ? [index + 1] : []));
  const figures: Figure[] = [
    {
      label: `Nodes in berth, ${cluster.city}`,
      value: null,
      drawing: cluster.berths.length === 0 ? <span className="text-ink-3">all returned</span> : <Berths states={cluster.berths} label={berthsText(cluster)} width={8} height={16} gap={3} pierGap={7} perRow={16} />,
      note: (
        <>
          {cluster.nodes} × <span className="ident">{cluster.nodeType}</span>
          {fresh.length === 0 ? null : `, ${fresh.length === 1 ? "berth" : "berths"} ${fresh.join(", ")} new today`}
        </>
      ),
    },
    availabilityFigure(view, monthName ?? ""),
    {
      label: "Downtime budget left",
      value: ofMonth === null || ofMonth.budgetMinutes === 0 ? "–" : ofMonth.budgetLeftMinutes.toFixed(2),
      unit: ofMonth === null || ofMonth.budgetMinutes === 0 ? undefined : `of ${ofMonth.budgetMinutes.toFixed(2)} min`,
      note: ofMonth === null || ofMonth.budgetMinutes === 0 ? "counted from hand-over" : <BudgetNote view={view} />,
    },
    {
      label: `Cost, ${monthName} to date`,
      value: cost?.month == null ? "–" : <Money {...cost.month.amount} inline />,
      unit: cluster.total.currency,
      note: (
        <>
          locked rate <Rate rate={cluster.ratePerGpuHour} /> per GPU-hour
        </>
      ),
    },
    {
      label: cluster.state === "ended" ? "Ended" : "Ends",
      value: formatInstant(cluster.end, "date"),
      unit: formatInstant(cluster.end, "time"),
      note: cluster.state === "ended" ? `began ${formatInstant(cluster.start, "date")}` : `in ${formatDuration((Date.parse(cluster.end) - Date.parse(now)) / 1000)}, began ${formatInstant(cluster.start, "day", now)}`,
    },
  ];
  return <FigureStrip label={`${cluster.name} in figures`} figures={figures} />;
}

function availabilityFigure({ cluster, ofMonth }: ClusterView, monthName: string): Figure {
  const percent = ofMonth?.availabilityPercent ?? null;
  const withMaintenance = ofMonth?.availabilityPercentIncludingMaintenance ?? null;
  return {
    label: `Availability, ${monthName} to date`,
    value: percent ?? "no data",
    unit: percent === null ? undefined : "%",
    note: percent === null ? `promise ${cluster.targetPercent} %` : `promise ${cluster.targetPercent} %, ${withMaintenance === percent || withMaintenance === null ? "same with maintenance" : `${withMaintenance} % with maintenance`}`,
  };
}

function BudgetNote({ view: { ofMonth, cluster } }: { view: ClusterView }) {
  if (ofMonth === null) return null;
  const minutes = (nodeSeconds: number) => formatMinutes(nodeSeconds / cluster.nodes);
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Gauge left={ofMonth.budgetLeftSeconds} total={ofMonth.budgetSeconds} label={`${ofMonth.budgetLeftMinutes.toFixed(2)} of ${ofMonth.budgetMinutes.toFixed(2)} minutes left`} />
      {ofMonth.lostSeconds === 0 ? "nothing lost" : `${minutes(ofMonth.downSeconds)} down, ${minutes(ofMonth.degradedSeconds)} degraded`}
    </span>
  );
}
