import Link from "next/link";
import { momentText, reasonWord } from "@/app/_parts/page/cluster-words";
import { formatDuration, formatInstant } from "@/components/format/text";
import { SectionHead } from "@/components/ui/section-head";
import { Status, type State } from "@/components/ui/status";
import type { ClusterNode } from "@/lib/contracts/clusters";
import type { IncidentContract } from "@/lib/contracts/reliability";
import { ReplaceNode } from "./replace-node";

type Props = { organisation: string; incidents: readonly IncidentContract[]; nodes: readonly ClusterNode[]; mayManage: boolean; now: string };

const SHAPE: Record<IncidentContract["kind"], State> = { node_down: "down", node_degraded: "degraded", site_dark: "down" };

/** What is currently wrong with the cluster: since when, the cause, what happens next, and what the reader can do. */
export function OpenIncidents({ organisation, incidents, nodes, mayManage, now }: Props) {
  const open = incidents.filter((incident) => incident.state === "open");
  if (open.length === 0) return null;
  return (
    <section aria-label="Open incidents" className="mb-4 grid gap-2.5">
      {open.map((incident) => {
        const node = nodes.find((one) => one.id === incident.nodeId && one.state === "serving");
        return (
          <div key={incident.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-l-[3px] border-rule-ink bg-raised px-3.5 py-2.5">
            <div className="max-w-[68ch] min-w-0">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <Status state={SHAPE[incident.kind]}>Open</Status>
                <Link href={`/${organisation}/reliability/incidents/${incident.id}`} className="font-semibold">
                  {incident.title}
                </Link>
                <span className="ident text-ink-3">{incident.number}</span>
              </p>
              <p className="mt-0.5 text-ink-2">
                Since {momentText(incident.openedAt, now)} UTC, {formatDuration(incident.lastedSeconds)} so far. {causeText(incident, node)}{" "}
                {nextText(incident, node)}
              </p>
            </div>
            {mayManage && node !== undefined && !node.isBeingReplaced ? (
              <ReplaceNode nodeId={node.id} name={node.name} isDown={node.health === "down"} />
            ) : null}
          </div>
        );
      })}
    </section>
  );
}

function causeText(incident: IncidentContract, node: ClusterNode | undefined): string {
  if (incident.kind === "site_dark") return `Cause: the site in ${incident.city} cannot be reached.`;
  return node === undefined || node.healthReason === null
    ? "Cause: the hardware, which is ours."
    : `Cause: ${node.name} ${reasonWord(node.healthReason)}, on our side.`;
}

/** What happens automatically, and that it costs the reader nothing. */
function nextText(incident: IncidentContract, node: ClusterNode | undefined): string {
  if (incident.kind === "site_dark") return "Next: service returns with the site; seconds down are not charged.";
  if (node?.isBeingReplaced) return `Next: a spare takes the place of ${node.name}, as soon as it has passed its tests.`;
  if (incident.kind === "node_down") return "Next: a spare takes over by itself when one is free; seconds down are not charged.";
  return "Next: the node stays in service and is watched. You can replace it now, at no charge.";
}

/** The newest incidents of the cluster, each with its evidence. */
export function RecentIncidents({ organisation, incidents, now }: Pick<Props, "organisation" | "incidents" | "now">) {
  return (
    <section>
      <SectionHead end={<Link href={`/${organisation}/reliability#incidents`}>All</Link>}>Incidents</SectionHead>
      {incidents.length === 0 ? (
        <p className="border-t-[1.5px] border-rule-ink pt-1.5 text-ink-2">None so far.</p>
      ) : (
        <ul className="border-t-[1.5px] border-rule-ink">
          {incidents.map((incident) => (
            <li key={incident.id} className="border-b border-rule py-[5px]">
              <Link href={`/${organisation}/reliability/incidents/${incident.id}`}>{incident.title}</Link>
              <div className="note">
                {formatInstant(incident.openedAt, "short", now)},{" "}
                {incident.state === "open" ? "open" : `resolved after ${formatDuration(incident.lastedSeconds)}`}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
