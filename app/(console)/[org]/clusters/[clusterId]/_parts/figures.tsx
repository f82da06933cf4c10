import { berthsText } from "@/app/_parts/page/cluster-words";
import { Berths } from "@/components/chart/berths";
import { Money, Rate } from "@/components/format/money";
import { formatDuration, formatInstant, formatMonth } from "@/components/format/text";
import { Gauge } from "@/components/ui/gauge";
import { type Figure, FigureStrip } from "@/components/ui/figure-strip";
import type { ClusterView } from "./read-cluster";

/** The five figures of a cluster: berths, availability, remaining budget, cost, end. */
export function Figures({ view, now }: { view: ClusterView; now: string }) {
  const { cluster, cost, month } = view;
  const isOver = cluster.state === "ended";
  const period = isOver ? formatMonth(month) : `${formatMonth(month).split(" ")[0] ?? ""} to date`;
  const fresh = cluster.berths.filter((berth) => berth === "new").length;
  const figures: Figure[] = [
    {
      label: `Nodes, ${cluster.city}`,
      value: null,
      drawing:
        cluster.berths.length === 0 ? (
          <span className="text-ink-3">all returned</span>
        ) : (
          <Berths states={cluster.berths} label={berthsText(cluster)} width={8} height={16} gap={3} pierGap={7} perRow={16} />
        ),
      note: (
        <>
          {cluster.nodes} × <span className="ident">{cluster.nodeType}</span>
          {fresh === 0 ? null : `, ${fresh} replaced in the last 24 h`}
        </>
      ),
    },
    availabilityFigure(view, period),
    budgetFigure(view),
    {
      label: isOver ? "Cost, the whole term" : `Cost, ${period}`,
      value: cost === null || (cost.month === null && !isOver) ? "–" : <Money {...(isOver ? cost.soFar : (cost.month?.amount ?? cost.soFar))} inline />,
      unit: cluster.total.currency,
      note: (
        <>
          locked rate <Rate rate={cluster.ratePerGpuHour} currency={cluster.total.currency} /> per GPU-hour
        </>
      ),
    },
    {
      label: isOver ? "Ended" : "Ends",
      value: formatInstant(cluster.end, "date"),
      unit: formatInstant(cluster.end, "time"),
      note: isOver
        ? `began ${formatInstant(cluster.start, "date")}`
        : `in ${formatDuration((Date.parse(cluster.end) - Date.parse(now)) / 1000)}, ${cluster.start > now ? "begins" : "began"} ${formatInstant(cluster.start, "day", now)}`,
    },
  ];
  return <FigureStrip label={`${cluster.name} in figures`} figures={figures} />;
}

function availabilityFigure({ cluster, ofMonth }: ClusterView, period: string): Figure {
  const percent = ofMonth?.availabilityPercent ?? null;
  const withMaintenance = ofMonth?.availabilityPercentIncludingMaintenance ?? null;
  return {
    label: `Availability, ${period}`,
    value: percent ?? "no data",
    unit: percent === null ? undefined : "%",
    note:
      percent === null
        ? `target ${cluster.targetPercent} %`
        : `target ${cluster.targetPercent} %, ${withMaintenance === percent || withMaintenance === null ? "same with maintenance" : `${withMaintenance} % with maintenance`}`,
  };
}

function budgetFigure(view: ClusterView): Figure {
  const { ofMonth } = view;
  if (ofMonth === null || ofMonth.budgetMinutes === 0) return { label: "Downtime budget left", value: "–", note: "counted from hand-over" };
  const { budgetLeftMinutes: left, budgetMinutes: total } = ofMonth;
  const isSpent = left < 0;
  return {
    label: isSpent ? "Downtime budget overspent" : "Downtime budget left",
    value: Math.abs(left).toFixed(2),
    unit: `${isSpent ? "over" : "of"} ${total.toFixed(2)} min`,
    note: <BudgetNote view={view} />,
  };
}

const PART = { "0.5": "half of", "1": "all of" } as const;

/** The used budget as a sum that adds up: "7.79 used = 0.78 down + 7.01, half of 14.03 degraded". */
function lostText(
  { budgetMinutes, budgetLeftMinutes, downSeconds, degradedSeconds, degradedWeight }: NonNullable<ClusterView["ofMonth"]>,
  nodes: number,
): string {
  const hundredths = (minutes: number) => Math.round(minutes * 100);
  const text = (value: number) => (value / 100).toFixed(2);
  const used = hundredths(budgetMinutes) - hundredths(budgetLeftMinutes);
  const down = hundredths(downSeconds / nodes / 60);
  const degraded = text(hundredths(degradedSeconds / nodes / 60));
  if (downSeconds === 0 && degradedSeconds === 0) return "nothing lost";
  if (degradedSeconds === 0) return `${text(used)} used, all down`;
  if (degradedWeight === "0") return `${text(used)} used, all down; ${degraded} degraded does not count in this plan`;
  const fromDegraded = `${PART[degradedWeight]} ${degraded} degraded`;
  return downSeconds === 0 ? `${text(used)} used, ${fromDegraded}` : `${text(used)} used = ${text(down)} down + ${text(used - down)}, ${fromDegraded}`;
}

function BudgetNote({ view: { ofMonth, cluster } }: { view: ClusterView }) {
  if (ofMonth === null) return null;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Gauge
        left={ofMonth.budgetLeftSeconds}
        total={ofMonth.budgetSeconds}
        label={`${ofMonth.budgetLeftMinutes.toFixed(2)} of ${ofMonth.budgetMinutes.toFixed(2)} minutes left`}
      />
      {lostText(ofMonth, cluster.nodes)}
    </span>
  );
}
