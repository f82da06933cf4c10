import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { pageTitle } from "@/app/_parts/page/page-title";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { TideKeys } from "@/components/chart/tide-marks";
import { formatCount, plural } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { Pager } from "@/components/table/pager";
import { ButtonLink } from "@/components/ui/button";
import { PageHead } from "@/components/ui/section-head";
import type { ClusterContract } from "@/lib/contracts/clusters";
import { serverNow } from "@/server/doors/console/caller";
import { ClusterListFilters } from "../_parts/cluster-filters";
import { ClusterTable } from "../../_parts/clusters/cluster-table";
import { clusterAddress, isNarrowed, listInputOf, readClusterFilters } from "../../_parts/clusters/filters";
import { listFingerprint } from "../../_parts/clusters/fingerprint";
import { ListWatch } from "../_parts/list-watch";

export const generateMetadata = pageTitle("Clusters", "Clusters that run, arrive or have ended, with state, uptime and what is left of their downtime budget.");

const PAGE = 50;

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ClustersPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { access } = await memberOf(org);
  if (!access.may("clusters.read"))
    return <ForbiddenPage organisation={org} permission="clusters.read" page="Clusters" title="Clusters are not open to your role" what="clusters" />;
  const filters = await readClusterFilters(searchParams);
  const input = { ...listInputOf(filters), limit: PAGE, cursor: filters.cursor ?? undefined };
  const { page, all, projects, uptimes } = await readFor(org, async ({ clusters, identity, reliability }) => {
    const [page, all, projects] = await Promise.all([
      clusters.cluster.list(input),
      clusters.cluster.list({ ended: true, limit: 200 }),
      identity.project.list({ limit: 200 }),
    ]);
    const ids = page.data.map((cluster) => cluster.id);
    const uptimes = ids.length === 0 || !access.may("reliability.read") ? [] : (await reliability.uptime.list({ clusterIds: ids, days: 30, limit: PAGE })).data;
    return { page, all: all.data, projects: projects.data, uptimes: new Map(uptimes.map((row) => [row.clusterId, row])) };
  });
  const list = `/${org}/clusters`;
  const now = serverNow();
  return (
    <div className="page-pad">
      <PageHead
        title="Clusters"
        remark={page.data.length === 0 ? undefined : countText(page.data, page.nextCursor !== null)}
        actions={
          access.may("capacity.reserve") ? (
            <ButtonLink kind="solid" href={`/${org}/reserve`}>
              Reserve a cluster
            </ButtonLink>
          ) : undefined
        }
      />
      <ClusterListFilters list={list} filters={filters} projects={projects} all={all} />
      {page.data.length > 0 ? (
        <>
          <ClusterTable list={list} clusters={page.data} uptimes={uptimes} filters={filters} now={now} />
          <div className="mt-2.5 flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
            <ListWatch input={input} seen={listFingerprint(page.data)} now={now} />
            <TideKeys />
          </div>
          {filters.cursor === null && page.nextCursor === null ? null : (
            <Pager
              newer="First"
              older="More"
              newerHref={filters.cursor === null ? undefined : `${list}${clusterAddress({ ...filters, cursor: null })}`}
              olderHref={page.nextCursor === null ? undefined : `${list}${clusterAddress({ ...filters, cursor: page.nextCursor })}`}
            />
          )}
        </>
      ) : (
        <div className="ruled-top">
          {isNarrowed(filters) || filters.cursor !== null ? (
            <Empty
              title="No cluster fits these filters"
              actions={
                <ButtonLink size="small" href={list}>
                  Show all clusters
                </ButtonLink>
              }
            >
              Ended clusters are left out unless asked for.
            </Empty>
          ) : (
            <Empty
              title="No clusters yet"
              actions={
                <>
                  {access.may("capacity.reserve") ? (
                    <ButtonLink kind="solid" size="small" href={`/${org}/reserve`}>
                      Find capacity
                    </ButtonLink>
                  ) : null}
                  {all.length > 0 ? (
                    <ButtonLink size="small" href={`${list}?ended=true`}>
                      Show ended clusters
                    </ButtonLink>
                  ) : null}
                </>
              }
            >
              A cluster stands here as soon as it is reserved: first its delivery, phase by phase, then how it runs.
            </Empty>
          )}
        </div>
      )}
    </div>
  );
}

function countText(clusters: readonly ClusterContract[], hasMore: boolean): string {
  const nodes = clusters.reduce((sum, cluster) => sum + cluster.nodes, 0);
  const gpus = clusters.reduce((sum, cluster) => sum + cluster.gpus, 0);
  return hasMore ? `the first ${formatCount(clusters.length)}` : `${formatCount(clusters.length)}, with ${plural(nodes, "node")} and ${plural(gpus, "GPU")}`;
}
