// Text for incidents: impact, what was affected, what it cost.
import { formatMinutes, plural } from "@/components/format/text";
import type { State } from "@/components/ui/status";
import type { IncidentContract } from "@/lib/contracts/reliability";

type Kind = IncidentContract["kind"];

export const KIND_WORD: Record<Kind, string> = { node_down: "Node down", node_degraded: "Node degraded", site_dark: "Site dark" };

export const incidentShape = (kind: Kind): State => (kind === "node_degraded" ? "degraded" : "down");

/** "pretrain-7, 16 nodes"; "none of yours" when the organisation had nothing there. */
export function touchedText({ touched }: Pick<IncidentContract, "touched">): string {
  return touched.length === 0 ? "none of yours" : touched.map(({ clusterName, nodes }) => `${clusterName}, ${plural(nodes, "node")}`).join("; ");
}

const FELT: Record<Kind, string> = { node_down: "out of service", node_degraded: "below the committed rate", site_dark: "out of reach" };

/** "1 node of pretrain-7 was out of service." */
export function feltText({ kind, state, touched, city }: Pick<IncidentContract, "kind" | "state" | "touched" | "city">): string {
  const nodes = touched.reduce((sum, one) => sum + one.nodes, 0);
  if (nodes === 0) return `${city}: your clusters were not affected.`;
  const where = touched.length === 1 ? (touched[0]?.clusterName ?? "") : plural(touched.length, "cluster");
  const verb = state === "open" ? (nodes === 1 ? "is" : "are") : nodes === 1 ? "was" : "were";
  return `${plural(nodes, "node")} of ${where} ${verb} ${FELT[kind]}.`;
}

/** Minutes of the whole cluster; when several were affected, of their nodes. */
export const budgetText = ({
  budgetSpentClusterMinutes,
  budgetSpentNodeSeconds,
}: Pick<IncidentContract, "budgetSpentClusterMinutes" | "budgetSpentNodeSeconds">): string =>
  budgetSpentClusterMinutes === null ? formatMinutes(budgetSpentNodeSeconds) : budgetSpentClusterMinutes.toFixed(2);
