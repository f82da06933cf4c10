import { createLoader, createSerializer, type inferParserType, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";

export const CLUSTER_STATES = ["arriving", "up", "degraded", "down", "maintenance", "ended"] as const;

/** The list's filters, stored in the address. */
const parsers = {
  state: parseAsStringLiteral(CLUSTER_STATES),
  project: parseAsString,
  region: parseAsString,
  nodeType: parseAsString,
  q: parseAsString,
  ended: parseAsBoolean.withDefault(false),
  sort: parseAsStringLiteral(["name", "end", "created", "state"]).withDefault("state"),
  reverse: parseAsBoolean.withDefault(false),
  cursor: parseAsString,
};

export const readClusterFilters = createLoader(parsers);
export const clusterAddress = createSerializer(parsers);
export type ClusterFilters = inferParserType<typeof parsers>;

const short = (text: string | null, most = 60): string | undefined => text?.trim().slice(0, most) || undefined;

/** The filters as input of the list operation. */
export const listInputOf = ({ state, project, region, nodeType, q, ended, sort, reverse }: ClusterFilters) => ({
  state: state ?? undefined,
  project: short(project),
  region: short(region),
  nodeType: short(nodeType),
  search: short(q, 80),
  ended,
  sort,
  reverse,
});

export const isNarrowed = ({ state, project, region, nodeType, q }: ClusterFilters): boolean =>
  [state, project, region, nodeType, q].some((value) => value !== null && value !== "");
