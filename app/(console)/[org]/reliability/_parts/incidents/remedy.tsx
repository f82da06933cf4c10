// The cause of an incident, what happens next, and what the customer can do or receives.
import Link from "next/link";
import { nodeName, reasonWord } from "@/app/_parts/page/cluster-words";
import type { IncidentContract, IncidentEvidence } from "@/lib/contracts/reliability";

/** A node's stay at an instant. The number in the cluster belongs to the stay; a returning node gets another one. */
export function servingAt(assignments: IncidentEvidence["content"]["assignments"], nodeId: string, at: string) {
  const own = assignments.filter((one) => one.nodeId === nodeId);
  const moment = Date.parse(at);
  return own.findLast((one) => Date.parse(one.start) <= moment) ?? own[0];
}

/** The first failed measurement while the incident was open. */
function causeOf({ openedAt }: IncidentContract, { content: { intervals, assignments } }: IncidentEvidence): string {
  const first = intervals
    .filter((one) => one.state === "down" || one.state === "degraded")
    .filter((one) => one.end === null || one.end > openedAt)
    .sort((a, b) => (a.start < b.start ? -1 : 1))[0];
  if (first === undefined) return "Berth. No node of yours was measured down or degraded.";
  const node = servingAt(assignments, first.nodeId, first.start > openedAt ? first.start : openedAt);
  return `Berth: ${node === undefined ? "a node" : nodeName(node.ordinal)} ${reasonWord(first.reason)}${first.code === null ? "" : `, XID ${first.code}`}.`;
}

export function remedyOf(incident: IncidentContract, evidence: IncidentEvidence, organisation: string) {
  const isOpen = incident.state === "open";
  const clusters = incident.touched.map(({ clusterId, clusterName }, index) => (
    <span key={clusterId}>
      {index === 0 ? "" : ", "}
      <Link href={`/${organisation}/clusters/${clusterId}`}>{clusterName}</Link>
    </span>
  ));
  const [replaced] = incident.touched;
  return [
    { key: "cause", name: "Cause", value: causeOf(incident, evidence) },
    {
      key: "next",
      name: "Next step",
      value: !isOpen
        ? "None: it is resolved."
        : incident.kind === "node_down"
          ? "A spare of the same site replaces the node when one is free; each step is added to the timeline."
          : incident.kind === "site_dark"
            ? "Berth restores the site; each step is added to the timeline."
            : "Berth watches the node; the incident ends when it has measured well again.",
    },
    ...(isOpen && incident.kind !== "site_dark" && replaced !== undefined
      ? [{ key: "do", name: "What you can do", value: <>Replace the node on the page of {clusters}, at no charge. Its local disks are erased.</> }]
      : []),
    {
      key: "credit",
      name: "SLA",
      value:
        incident.touched.length === 0 ? (
          "None of your clusters was affected."
        ) : (
          <>The time counts against the SLA of {clusters}. If the month ends below target, the credit is applied without a claim.</>
        ),
    },
  ];
}
