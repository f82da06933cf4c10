import Link from "next/link";
import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { askedProject } from "@/app/_parts/page/asked-project";
import { pageTitle } from "@/app/_parts/page/page-title";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { readAll } from "@/app/_parts/page/read-all";
import { formatCount, plural } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { ButtonLink } from "@/components/ui/button";
import { SectionHead } from "@/components/ui/section-head";
import type { ClusterContract, ClusterStanding } from "@/lib/contracts/clusters";
import type { IncidentContract } from "@/lib/contracts/reliability";
import type { Access } from "@/lib/permissions";
import { type Api, serverNow } from "@/server/doors/console/caller";
import { ClusterTable } from "../_parts/clusters/cluster-table";
import { readClusterFilters } from "../_parts/clusters/filters";
import { waitingFor } from "./_parts/decisions";
import { Decisions } from "./_parts/decision-list";
import { overviewFingerprint } from "./_parts/fingerprint";
import { IncidentList, MaintenanceAhead } from "./_parts/incident-list";
import { MonthFigures } from "../_parts/reliability/month-figures";
import { NetworkStrip } from "./_parts/network-strip";
import { OverviewWatch } from "./_parts/overview-watch";
import { SpendSection } from "./_parts/spend-section";
import { VerdictHead } from "./_parts/verdict-head";
import { verdictOf } from "./_parts/verdict";

export const generateMetadata = pageTitle("Overview", "How your clusters stand now, what the month has cost, and what waits for a decision.");

/** Rows shown: the rest stands under Clusters. */
const ROWS = 10;
const SHOWN_INCIDENTS = 4;
/** Incidents looked through for those of one project; clusters looked at for ends that are near. */
const MOST = 200;
const ENDING = 20;

/** Everything the reader may see, read at once: the rows that are shown, and counts of the rest. */
async function readOverview({ clusters, reliability, billing, capacity }: Api, access: Access, now: string, project: string | null) {
  const ofProject = { project: project ?? undefined };
  const [worst, standing, ending, all] = await Promise.all([
    clusters.cluster.list({ ...ofProject, sort: "state", limit: ROWS }),
    clusters.standing.get(ofProject),
    clusters.cluster.list({ ...ofProject, sort: "end", limit: ENDING }),
    project === null ? null : readAll((page) => clusters.cluster.list({ ...ofProject, ...page })),
  ]);
  const shownIds = worst.data.map((cluster) => cluster.id);
  // Of one project: what its clusters did. Without any, there is nothing to ask for.
  const clusterIds = all?.map((cluster) => cluster.id);
  const mayReadUptime = access.may("reliability.read") && clusterIds?.length !== 0;
  const [uptimes, month, recent, open, planned, reports, spend, invoices, quotes, network] = await Promise.all([
    mayReadUptime && shownIds.length > 0 ? reliability.uptime.list({ days: 30, limit: ROWS, clusterIds: shownIds }) : null,
    mayReadUptime ? reliability.uptime.list({ days: 1, limit: 1, clusterIds }) : null,
    access.may("reliability.read") ? reliability.incident.list({ limit: project === null ? SHOWN_INCIDENTS : MOST }) : null,
    access.may("reliability.read") ? readAll((page) => reliability.incident.list({ state: "open", ...page })) : null,
    access.may("reliability.read") ? reliability.maintenanceWindow.list({ from: now, limit: 5 }) : null,
    access.may("reliability.read") ? readAll((page) => reliability.slaReport.list({ month: now.slice(0, 7), ...page })) : null,
    billing.spend.get({}),
    access.may("billing.read") ? readAll((page) => billing.invoice.list({ open: true, ...page })) : null,
    access.may("capacity.reserve") ? capacity.quote.list({ state: "held", limit: 20 }) : null,
    reliability.networkStatus.get({}),
  ]);
  const ids = new Set(clusterIds);
  const isShown = (incident: IncidentContract) => project === null || incident.touched.some((one) => ids.has(one.clusterId));
  const credited = (reports ?? [])
    .filter((report) => project === null || ids.has(report.clusterId))
    .filter((report) => report.credit.percent > 0)
    .map((report) => `${report.credit.percent} % of ${report.clusterName}`);
  return {
    clusters: worst.data,
    standing,
    ending: ending.data,
    uptimes: uptimes?.data ?? [],
    month: month?.month ?? null,
    incidents: recent?.data.filter(isShown).slice(0, SHOWN_INCIDENTS) ?? null,
    open: open?.filter(isShown) ?? [],
    planned: planned?.data ?? null,
    credited,
    spend,
    invoices: invoices ?? [],
    quotes: quotes?.data ?? [],
    network,
  };
}

const BADNESS = ["down", "degraded", "maintenance", "up", "arriving", "ended"] as const;
const worstFirst = (a: ClusterContract, b: ClusterContract): number => BADNESS.indexOf(a.state) - BADNESS.indexOf(b.state) || (a.start < b.start ? -1 : 1);

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function OverviewPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { access } = await memberOf(org);
  if (!access.may("clusters.read"))
    return <ForbiddenPage organisation={org} permission="clusters.read" page="Overview" title="The overview is not open to your role" what="the overview" />;
  const now = serverNow();
  const project = askedProject(await searchParams);
  const found = await readFor(org, (operations) => readOverview(operations, access, now, project));
  const { clusters, standing, month, spend, network } = found;
  const current = Object.values(standing.states).reduce((sum, count) => sum + count, 0);
  const mayReadBills = access.may("billing.read");
  const mayReserve = access.may("capacity.reserve");
  const shown = [...clusters].sort(worstFirst);
  const verdict = verdictOf({ now, clusters, standing, uptimes: month?.errors ?? [], incidents: found.open, network });
  const waiting = waitingFor({ now, clusters: found.ending, quotes: found.quotes, invoices: found.invoices });
  return (
    <div className="page-pad">
      <VerdictHead verdict={verdict} organisation={org} />
      <MonthFigures ofProject={project !== null} uptimes={month} spend={spend} mayReadBills={mayReadBills} credited={found.credited} now={now} />
      <div className="mt-5 grid grid-cols-1 gap-x-[30px] gap-y-[26px] xl:grid-cols-[minmax(0,1fr)_300px]">
        <div className="grid min-w-0 grid-cols-1 content-start gap-y-[26px]">
          <section>
            <SectionHead
              remark={countText(current, standing)}
              end={current > ROWS ? <Link href={`/${org}/clusters`}>All {formatCount(current)}</Link> : <BerthKeys />}
            >
              Clusters
            </SectionHead>
            {clusters.length === 0 ? (
              <div className="border-t-[1.5px] border-rule-ink">
                <Empty
                  title="No clusters yet"
                  actions={
                    mayReserve ? (
                      <ButtonLink kind="solid" size="small" href={`/${org}/reserve`}>
                        Find capacity
                      </ButtonLink>
                    ) : undefined
                  }
                >
                  What you reserve stands here: first its delivery, then its nodes, its uptime and what is left of its budget.
                </Empty>
              </div>
            ) : (
              <ClusterTable
                list={`/${org}/clusters`}
                clusters={shown}
                uptimes={new Map(found.uptimes.map((row) => [row.clusterId, row]))}
                filters={readClusterFilters({})}
                now={now}
              />
            )}
          </section>
          <div className="grid grid-cols-1 gap-x-[30px] gap-y-[26px] lg:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)]">
            <SpendSection organisation={org} spend={spend} mayReadBills={mayReadBills} now={now} />
            {found.incidents === null ? null : <IncidentList organisation={org} incidents={found.incidents} now={now} />}
          </div>
        </div>
        {/* Beside the rest on wide screens; on small ones decisions come first and planned work last. */}
        <div className="grid content-start gap-y-[26px] max-xl:contents">
          <div className="max-xl:order-first">
            <Decisions organisation={org} waiting={waiting} mayReserve={mayReserve} now={now} />
          </div>
          {found.planned === null ? null : <MaintenanceAhead organisation={org} windows={found.planned} />}
        </div>
      </div>
      <NetworkStrip
        network={network}
        live={<OverviewWatch rows={ROWS} seen={overviewFingerprint(clusters, found.open)} mayReadIncidents={access.may("reliability.read")} now={now} />}
      />
    </div>
  );
}

const countText = (clusters: number, { nodes, gpus }: ClusterStanding): string | undefined =>
  clusters === 0 ? undefined : `${formatCount(clusters)}, with ${plural(nodes, "node")} and ${plural(gpus, "GPU")}`;

/** The legend of the table's drawings. */
function BerthKeys() {
  return (
    <span className="keys max-sm:hidden">
      <span className="flex items-center gap-[5px]">
        <i className="block h-[11px] w-[3px] bg-up-fill" />a day
      </span>
      <span className="flex items-center gap-[5px]">
        <i className="block h-[11px] w-[3px] bg-deg-fill" />
        below the line: minutes lost
      </span>
      <span className="flex items-center gap-[5px]">
        <i className="block h-2.5 w-[7px] border-t-[1.5px] border-ink bg-up-fill" />a node
      </span>
    </span>
  );
}
