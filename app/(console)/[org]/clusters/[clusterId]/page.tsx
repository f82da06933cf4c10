import type { Metadata } from "next";
import Link from "next/link";
import { createLoader, createSerializer, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { clusterShape, clusterWord, noteText } from "@/app/_parts/page/cluster-words";
import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { CopyButton } from "@/components/ui/copy-id";
import { PageHead } from "@/components/ui/section-head";
import { Status } from "@/components/ui/status";
import type { ClusterDetail } from "@/lib/contracts/clusters";
import { serverNow } from "@/server/doors/console/caller";
import { Access } from "./_parts/access";
import { ClusterWatch } from "./_parts/cluster-watch";
import { CostSoFar } from "./_parts/cost-so-far";
import { DeliveryProgress, DeliveryRecord } from "./_parts/delivery";
import { Figures } from "./_parts/figures";
import { detailFingerprint } from "./_parts/fingerprint";
import { Events, NinetyDays, Timeline } from "./_parts/history";
import { OpenIncidents, RecentIncidents } from "./_parts/incidents";
import { NodesTable } from "./_parts/nodes-table";
import { readCluster } from "./_parts/read-cluster";
import { readDetail } from "./_parts/read-detail";
import { ReportFault } from "./_parts/report-fault";

const parsers = { range: parseAsStringLiteral(["6h", "24h", "7d", "30d"]).withDefault("24h"), events: parseAsString };
const readView = createLoader(parsers);
const viewAddress = createSerializer(parsers);

type Props = { params: Promise<{ org: string; clusterId: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, clusterId } = await params;
  const { access } = await memberOf(org);
  return { title: access.may("clusters.read") ? (await readDetail(org, clusterId)).name : "Cluster" };
}

export default async function ClusterPage({ params, searchParams }: Props) {
  const { org, clusterId } = await params;
  const { access } = await memberOf(org);
  if (!access.may("clusters.read"))
    return <ForbiddenPage organisation={org} permission="clusters.read" page="Cluster" title="Clusters are not open to your role" what="clusters" />;
  const { range, events } = await readView(searchParams);
  const now = serverNow();
  const cluster = await readDetail(org, clusterId);
  const view = await readFor(org, (operations) =>
    readCluster(operations, {
      cluster,
      range,
      eventCursor: events,
      now,
      mayReadUptime: access.may("reliability.read"),
      mayReadInvoices: access.may("billing.read"),
    }),
  );
  const { nodes } = view;
  const here = `/${org}/clusters/${cluster.id}`;
  const mayManage = access.may("clusters.manage");
  const serving = nodes.filter((node) => node.state === "serving");
  const isArriving = cluster.state === "arriving";
  return (
    <div className="page-pad">
      <PageHead
        above={
          <span className="flex items-center gap-1">
            <Link href={`/${org}/clusters`}>Clusters</Link> / <span className="ident">{cluster.id}</span>
            <CopyButton text={cluster.id} what="cluster id" />
          </span>
        }
        title={cluster.name}
        remark={
          <>
            <Status state={clusterShape(cluster.state)}>{stateText(cluster)}</Status>
            {cluster.note === null ? null : <span>{noteText(cluster.note, now)}</span>}
            {cluster.state === "ended" ? null : (
              <ClusterWatch id={cluster.id} seen={detailFingerprint(cluster, view.newestEvent)} isArriving={isArriving} now={now} />
            )}
          </>
        }
        actions={
          mayManage && serving.length > 0 ? (
            <ReportFault clusterName={cluster.name} nodes={serving.map((node) => ({ id: node.id, name: node.name, remark: node.serial }))} />
          ) : undefined
        }
      />
      <OpenIncidents organisation={org} incidents={view.incidents} nodes={nodes} mayManage={mayManage} now={now} />
      <Figures view={view} now={now} />
      <div className="mt-5 grid grid-cols-[minmax(0,1fr)_310px] gap-x-[34px] gap-y-6 max-lg:grid-cols-1">
        <div className="grid min-w-0 content-start gap-6">
          {isArriving ? <DeliveryProgress cluster={cluster} now={now} /> : <NinetyDays view={view} />}
          {isArriving ? null : <Timeline view={view} range={range} hrefOf={(next) => `${here}${viewAddress({ range: next as typeof range, events: null })}`} />}
          <Events view={view} now={now} hrefOf={(cursor) => `${here}${viewAddress({ range, events: cursor })}`} />
        </div>
        <div className="grid min-w-0 content-start gap-6">
          {isArriving ? null : <DeliveryRecord delivery={cluster.delivery} />}
          {isArriving || !access.may("reliability.read") ? null : <RecentIncidents organisation={org} incidents={view.incidents} now={now} />}
          <Access organisation={org} cluster={cluster} mayManage={mayManage} />
          <CostSoFar organisation={org} cluster={cluster} cost={view.cost} invoices={view.invoices} mayReadQuote={access.may("capacity.read")} />
        </div>
      </div>
      <NodesTable organisation={org} view={view} mayManage={mayManage} now={now} />
    </div>
  );
}

/** "Up, 16 of 16 nodes". */
function stateText(cluster: ClusterDetail): string {
  const word = clusterWord(cluster.state);
  if (cluster.state === "ended" || cluster.state === "arriving") return word;
  const up = cluster.berths.filter((berth) => berth === "up" || berth === "new").length;
  return `${word}, ${up} of ${cluster.nodes} nodes`;
}
