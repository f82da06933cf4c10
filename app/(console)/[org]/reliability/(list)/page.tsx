import { Download } from "lucide-react";
import Link from "next/link";
import { createSerializer, parseAsString } from "nuqs/server";
import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { askedProject } from "@/app/_parts/page/asked-project";
import { pageTitle } from "@/app/_parts/page/page-title";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { readAll } from "@/app/_parts/page/read-all";
import { TideKeys } from "@/components/chart/tide-marks";
import { Money } from "@/components/format/money";
import { lostText } from "@/app/_parts/page/downtime";
import { formatMonth, plural } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { ButtonLink } from "@/components/ui/button";
import { type Figure, FigureStrip } from "@/components/ui/figure-strip";
import { PageHead, SectionHead } from "@/components/ui/section-head";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { IncidentContract, SlaReportContract, UptimePage } from "@/lib/contracts/reliability";
import { fromContract, sumMinor, toContract } from "@/lib/money";
import { addMonths, formatInstant, type Month, monthInterval, SECONDS_PER_DAY, parseInstant } from "@/lib/period";
import { type Api, serverNow } from "@/server/doors/console/caller";
import { monthName } from "../../_parts/reliability/month-name";
import { budgetFigure, creditFigure } from "../../_parts/reliability/month-figures";
import { IncidentTable } from "../_parts/incidents/incident-table";
import { MaintenanceTable } from "../_parts/maintenance-table";
import { chosenMonth, monthSegments } from "../_parts/months";
import { NinetyDays, windowText } from "../_parts/ninety-days";
import { SlaReports } from "../_parts/sla-reports";
import { promisesSentence } from "../_parts/promises";

export const generateMetadata = pageTitle("Reliability", "Uptime by cluster, incidents, maintenance and monthly SLA reports.");

const reliabilityAddress = createSerializer({ month: parseAsString, project: parseAsString });

const DAYS = 90;
const MOST = 200;
const REPORT_MONTHS = 3;

async function readReliability({ clusters, reliability, billing }: Api, month: Month, current: Month, now: string, project: string | null) {
  const ids =
    project === null ? undefined : new Set((await readAll((page) => clusters.cluster.list({ project, ended: true, ...page }))).map((cluster) => cluster.id));
  const ofProject = (rows: IncidentContract[]) => (ids === undefined ? rows : rows.filter((row) => row.touched.some((one) => ids.has(one.clusterId))));
  // A project without clusters has no uptime: an id that matches nothing finds no rows.
  const clusterIds = ids === undefined ? undefined : ids.size === 0 ? ["none"] : [...ids];
  const { start, end } = monthInterval(month);
  const months = Array.from({ length: REPORT_MONTHS }, (_, back) => addMonths(month, -back));
  const [uptimes, incidents, recent, open, planned, spend, ...reports] = await Promise.all([
    reliability.uptime.list({ days: DAYS, month, limit: MOST, clusterIds }),
    readAll((page) => reliability.incident.list({ from: formatInstant(start), to: formatInstant(end), ...page })),
    readAll((page) => reliability.incident.list({ from: formatInstant(parseInstant(now) - DAYS * SECONDS_PER_DAY), ...page })),
    readAll((page) => reliability.incident.list({ state: "open", ...page })),
    reliability.maintenanceWindow.list({ from: now, limit: 20 }),
    month === current && project === null ? billing.spend.get({}) : null,
    ...months.map((one) => readAll((page) => reliability.slaReport.list({ month: one, ...page }))),
  ]);
  return {
    uptimes,
    incidents: ofProject(incidents),
    recent: ofProject(recent),
    open: ofProject(open),
    planned: planned.data,
    accrued: spend?.creditsAccrued ?? null,
    months: months.map((one, index) => ({
      month: one,
      reports: (reports[index] ?? []).filter((report) => ids === undefined || ids.has(report.clusterId)),
    })),
  };
}

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ReliabilityPage({ params, searchParams }: Props) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const { month: asked } = query;
  const project = askedProject(query);
  const { access } = await memberOf(org);
  if (!access.may("reliability.read"))
    return (
      <ForbiddenPage organisation={org} permission="reliability.read" page="Reliability" title="Reliability is not open to your role" what="reliability" />
    );
  const now = serverNow();
  const current = now.slice(0, 7);
  const month = chosenMonth(typeof asked === "string" ? asked : null, current);
  const isRunning = month === current;
  const { uptimes, incidents, recent, open, planned, accrued, months } = await readFor(org, (operations) =>
    readReliability(operations, month, current, now, project),
  );
  const page = `/${org}/reliability`;
  const losing = new Set(open.flatMap((incident) => incident.touched.map((one) => one.clusterId)));
  // Current ones come before those that have ended.
  const rows = [...uptimes.data].sort((a, b) => Number(a.endedAt !== null) - Number(b.endedAt !== null));
  return (
    <div className="page-pad">
      <PageHead
        above={project === null ? "Reliability, all projects" : `Reliability, project ${project}`}
        title={
          <span className="block max-w-[27em]">
            {promisesSentence({ isRunning, ...uptimes.month, losing }).map((part, index) =>
              typeof part === "string" ? (
                part
              ) : (
                <Link key={index} href={`/${org}/clusters/${part.id}`} className="whitespace-nowrap no-underline hover:underline">
                  {part.name}
                </Link>
              ),
            )}
          </span>
        }
        actions={
          <div className="max-sm:col-span-2">
            <SegmentedControl
              label="Month, UTC"
              current={month}
              segments={monthSegments(month, current, (one) => `${page}${reliabilityAddress({ month: one === current ? null : one, project })}`)}
            />
          </div>
        }
      />
      <FigureStrip
        label={`${formatMonth(month)}${isRunning ? ", to date" : ""}`}
        figures={figuresOf({ uptimes, incidents, reports: months[0]?.reports ?? [], accrued, isRunning })}
      />
      <section className="mt-7">
        <SectionHead remark={windowText(rows)} end={<TideKeys />}>
          90 days by cluster
        </SectionHead>
        {rows.length === 0 ? (
          <div className="border-t-[1.5px] border-rule-ink">
            <Empty
              title="No cluster has run in these 90 days"
              actions={
                access.may("capacity.reserve") ? (
                  <ButtonLink size="small" href={`/${org}/reserve`}>
                    Find capacity
                  </ButtonLink>
                ) : undefined
              }
            >
              Each cluster appears here from its hand-over on, with one mark per day.
            </Empty>
          </div>
        ) : (
          <NinetyDays organisation={org} rows={rows} incidents={recent} now={now} />
        )}
      </section>
      <section className="mt-7" id="incidents">
        <SectionHead
          remark={incidents.length}
          end={
            incidents.length === 0 ? undefined : (
              <ButtonLink size="small" plain download href={`${page}/incidents/export?month=${month}`}>
                <Download aria-hidden="true" />
                CSV of this view
              </ButtonLink>
            )
          }
        >
          Incidents in {monthName(month)}
        </SectionHead>
        {incidents.length === 0 ? (
          <div className="border-t-[1.5px] border-rule-ink">
            <Empty title={`No incident affected your clusters in ${monthName(month)}`}>
              Failures appear here within two minutes, with their impact and evidence.
            </Empty>
          </div>
        ) : (
          <>
            <IncidentTable list={`${page}/incidents`} incidents={incidents.slice(0, MOST)} now={now} />
            {incidents.length > MOST ? <p className="note mt-2">The newest {MOST} of them. The CSV has all.</p> : null}
          </>
        )}
      </section>
      <section className="mt-7" id="maintenance">
        <SectionHead remark={planned.length === 0 ? undefined : planned.length}>Maintenance ahead</SectionHead>
        <MaintenanceTable windows={planned} now={now} />
      </section>
      <section className="mt-7" id="reports">
        <SectionHead
          remark={`${moneyRemark(months.flatMap(({ reports }) => reports))}before tax`}
          end={<span className="text-small text-ink-3">A report never changes after closing; corrections are credit notes</span>}
        >
          Monthly SLA reports
        </SectionHead>
        <SlaReports organisation={org} months={months} mayReadBills={access.may("billing.read")} current={current} />
      </section>
    </div>
  );
}

const moneyRemark = (reports: readonly SlaReportContract[]): string => {
  const currency = reports.find((report) => report.credit.base !== null)?.credit.base?.currency;
  return currency === undefined ? "" : `${currency}, `;
};

type MonthRead = {
  uptimes: UptimePage;
  incidents: IncidentContract[];
  reports: SlaReportContract[];
  accrued: { amount: string; currency: string } | null;
  isRunning: boolean;
};

function figuresOf({ uptimes, incidents, reports, accrued, isRunning }: MonthRead): Figure[] {
  const { availabilityPercent, availabilityPercentIncludingMaintenance, maintenanceSeconds } = uptimes.month;
  const ran = uptimes.month.clusters;
  const [least = null] = uptimes.month.tightest;
  const percent = (value: string | null): Pick<Figure, "value" | "unit"> => (value === null ? { value: "no data" } : { value, unit: "%" });
  const openCount = incidents.filter((incident) => incident.state === "open").length;
  const booked = reports.flatMap((report) => (report.credit.amount === null ? [] : [report.credit.amount]));
  const credit =
    accrued !== null
      ? creditFigure(accrued)
      : booked[0] === undefined
        ? null
        : toContract({ minor: sumMinor(booked.map((amount) => fromContract(amount).minor)), currency: booked[0].currency });
  const credited = reports.filter((report) => report.credit.percent > 0).length;
  return [
    { label: "Availability", ...percent(availabilityPercent), note: ran === 0 ? "no cluster was handed over" : `${plural(ran, "cluster")}, rounded down` },
    {
      label: "With maintenance counted",
      ...percent(availabilityPercentIncludingMaintenance),
      note: maintenanceSeconds === 0 ? "no maintenance" : `${(maintenanceSeconds / 3_600).toFixed(1)} node-hours of announced maintenance`,
    },
    least === null
      ? { label: "Least downtime budget left", value: "none", note: "no SLA ran" }
      : { label: "Least downtime budget left", ...budgetFigure(least), note: `${least.clusterName}: ${lostText(least.month, least.nodes)}` },
    {
      label: "Incidents",
      value: incidents.length,
      unit: openCount > 0 ? `${openCount} open` : undefined,
      note: incidents.length === 0 ? "none affected your clusters" : `median time to detect ${medianDetection(incidents)}`,
    },
    {
      label: isRunning ? "Credits accrued" : "Credits applied",
      value: credit === null ? "none" : <Money {...credit} inline />,
      unit: credit?.currency,
      note:
        credited === 0
          ? "all clusters within SLA"
          : isRunning
            ? `${plural(credited, "cluster")}; applied automatically`
            : `${plural(credited, "cluster")}, applied automatically`,
    },
  ];
}

/** The median time until an incident was noticed. */
function medianDetection(incidents: readonly IncidentContract[]): string {
  const seconds = incidents.map((incident) => Math.round((Date.parse(incident.detectedAt) - Date.parse(incident.openedAt)) / 1000)).sort((a, b) => a - b);
  return `${seconds[Math.floor(seconds.length / 2)] ?? 0} s`;
}
