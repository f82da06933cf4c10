import { Download } from "lucide-react";
import { FilterMenu } from "@/app/_parts/page/filter-menu";
import { clusterWord } from "@/app/_parts/page/cluster-words";
import { SearchBox } from "@/app/_parts/page/search-box";
import { FilterChips, type FilterInForce } from "@/components/table/filters";
import { ButtonLink } from "@/components/ui/button";
import type { ClusterContract } from "@/lib/contracts/clusters";
import type { ProjectContract } from "@/lib/contracts/identity";
import { CLUSTER_STATES, clusterAddress, type ClusterFilters } from "../../_parts/clusters/filters";

type Props = {
  list: string;
  filters: ClusterFilters;
  projects: ProjectContract[];
  /** Every cluster, to choose from. */ all: ClusterContract[];
};

export function ClusterListFilters({ list, filters, projects, all }: Props) {
  const to = (change: Partial<ClusterFilters>) => `${list}${clusterAddress({ ...filters, cursor: null, ...change })}`;
  const inForce: FilterInForce[] = [];
  const add = (key: "state" | "project" | "region" | "nodeType", name: string, value: string | null) => {
    if (value !== null) inForce.push({ key, name, value, removeHref: to({ [key]: null }) });
  };
  add("state", "State", filters.state === null ? null : clusterWord(filters.state));
  add("project", "Project", filters.project === null ? null : (projects.find((one) => one.slug === filters.project)?.name ?? filters.project));
  add("region", "Region", filters.region);
  add("nodeType", "Node type", filters.nodeType);
  if (filters.ended) inForce.push({ key: "ended", name: "Ended", value: "shown", removeHref: to({ ended: false }) });
  const distinct = (of: (cluster: ClusterContract) => string) => [...new Set(all.map(of))].sort();
  return (
    <FilterChips
      filters={inForce}
      clearHref={list}
      end={
        <ButtonLink size="small" plain download href={`${list}/export${clusterAddress({ ...filters, cursor: null })}`}>
          <Download aria-hidden="true" />
          CSV of this view
        </ButtonLink>
      }
    >
      <FilterMenu
        groups={[
          {
            label: "State",
            options: CLUSTER_STATES.map((state) => ({ key: state, label: clusterWord(state), href: to({ state }), current: filters.state === state })),
          },
          {
            label: "Project",
            options: projects.map(({ slug, name }) => ({ key: slug, label: name, href: to({ project: slug }), current: filters.project === slug })),
          },
          {
            label: "Region",
            options: distinct((cluster) => cluster.region).map((region) => ({
              key: region,
              label: region,
              href: to({ region }),
              current: filters.region === region,
            })),
          },
          {
            label: "Node type",
            options: distinct((cluster) => cluster.nodeType).map((nodeType) => ({
              key: nodeType,
              label: nodeType,
              href: to({ nodeType }),
              current: filters.nodeType === nodeType,
            })),
          },
          { label: "Past", options: filters.ended ? [] : [{ key: "ended", label: "Show ended clusters too", href: to({ ended: true }) }] },
        ]}
      />
      <SearchBox
        action={list}
        label="Name or id"
        value={filters.q}
        keep={{
          state: filters.state,
          project: filters.project,
          region: filters.region,
          nodeType: filters.nodeType,
          ended: filters.ended ? "true" : null,
          sort: filters.sort === "state" ? null : filters.sort,
          reverse: filters.reverse ? "true" : null,
        }}
        className="order-first"
      />
    </FilterChips>
  );
}
