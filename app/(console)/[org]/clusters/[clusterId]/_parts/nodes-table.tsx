import { Download } from "lucide-react";
import { momentText, reasonWord } from "@/app/_parts/page/cluster-words";
import { Availability } from "@/components/format/quantity";
import { formatInstant, formatMinutes, formatMonth, plural } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { Ledger, type LedgerColumn } from "@/components/table/ledger";
import { SectionHead } from "@/components/ui/section-head";
import { Status } from "@/components/ui/status";
import type { ClusterNode } from "@/lib/contracts/clusters";
import { ReplaceNode } from "./replace-node";
import type { ClusterView } from "./read-cluster";

type Props = { organisation: string; view: ClusterView; mayManage: boolean; now: string };

/** The serving nodes in order; former ones are collapsed below. */
export function NodesTable({ organisation, view, mayManage, now }: Props) {
  const { cluster, nodes, ofMonth, month } = view;
  const figures = new Map(ofMonth?.nodes.map((node) => [node.ordinal, node]));
  // A repaired node that returns has another number: its earlier stay is a different row.
  const figureOf = (node: ClusterNode) => figures.get(node.ordinal);
  const isOver = cluster.state === "ended";
  // After the end every node has left; those that left with the cluster still count as its nodes.
  const current = nodes.filter((node) => node.state === "serving" || node.state === "arriving" || (isOver && node.state === "ended"));
  const previous = nodes.filter((node) => !current.includes(node));
  const monthName = formatMonth(month, true);
  const columns: LedgerColumn<ClusterNode>[] = [
    {
      key: "node",
      head: "Node",
      isRowHead: true,
      card: "name",
      cell: (node) => (
        <span className="ident break-all">
          {cluster.site}-{node.name}
        </span>
      ),
    },
    { key: "state", head: "State now", card: "state", cell: (node) => <NodeState node={node} now={now} isOver={cluster.state === "ended"} /> },
    { key: "serial", head: "Serial", card: "line", cell: (node) => <span className="ident text-ink-2">{node.serial}</span> },
    {
      key: "availability",
      head: `Availability, ${monthName}`,
      align: "right",
      rule: true,
      card: "side",
      cell: (node) => <Availability percent={figureOf(node)?.availabilityPercent ?? null} />,
    },
    {
      key: "lost",
      head: "Down, min",
      align: "right",
      card: "hidden",
      cell: (node) => {
        const figure = figureOf(node);
        return figure === undefined ? "–" : formatMinutes(figure.downSeconds);
      },
    },
    {
      key: "joined",
      head: "Joined, UTC",
      rule: true,
      card: "hidden",
      cell: (node) => (
        <time dateTime={node.joinedAt} title={formatInstant(node.joinedAt, "exact")} className="whitespace-nowrap">
          {formatInstant(node.joinedAt, "short", now)}
        </time>
      ),
    },
    { key: "remark", head: "Remark", card: "foot", width: "26%", cell: (node) => remarkOf(node, now) },
    ...(mayManage && cluster.handedOverAt !== null && cluster.state !== "ended"
      ? [
          {
            key: "action",
            head: "",
            name: "Action",
            align: "right" as const,
            card: "figure" as const,
            cell: (node: ClusterNode) =>
              node.state === "serving" && !node.isBeingReplaced ? <ReplaceNode nodeId={node.id} name={node.name} isDown={node.health === "down"} /> : null,
          },
        ]
      : []),
  ];
  return (
    <section className="mt-[26px]">
      <SectionHead
        remark={current.length === 0 ? undefined : countText(current, cluster)}
        end={
          nodes.length === 0 ? undefined : (
            <a href={`/${organisation}/clusters/${cluster.id}/nodes-csv`} download className="no-print inline-flex items-center gap-1.5">
              <Download aria-hidden="true" className="size-3" />
              CSV of all nodes
            </a>
          )
        }
      >
        Nodes
      </SectionHead>
      {nodes.length === 0 ? (
        <div className="ruled-top">
          <Empty title={`${plural(cluster.nodes, "node")} to come`}>
            Nodes are numbered when they are handed over; until then they are tested and may be swapped.
          </Empty>
        </div>
      ) : (
        <Ledger label={`Nodes of ${cluster.name}`} columns={columns} rows={current} rowKey={(node) => `${node.id} ${node.joinedAt}`} density="tight" />
      )}
      {previous.length === 0 ? null : (
        <details className="mt-3">
          <summary>Previous nodes ({previous.length})</summary>
          <div className="mt-1.5">
            <Ledger
              label={`Previous nodes of ${cluster.name}`}
              columns={columns.filter((column) => column.key !== "action")}
              rows={[...previous].sort((one, other) => (other.leftAt ?? "").localeCompare(one.leftAt ?? ""))}
              rowKey={(node) => `${node.id} ${node.joinedAt}`}
              density="tight"
            />
          </div>
        </details>
      )}
    </section>
  );
}

/** "12 serving, 1 being replaced". */
function countText(current: readonly ClusterNode[], cluster: ClusterView["cluster"]): string {
  if (cluster.state === "ended") return `${current.length} returned`;
  if (cluster.handedOverAt === null) return `${current.length} being tested`;
  const replacing = current.filter((node) => node.isBeingReplaced).length;
  return `${current.length} serving${replacing === 0 ? "" : `, ${replacing} being replaced`}`;
}

function NodeState({ node, now, isOver }: { node: ClusterNode; now: string; isOver: boolean }) {
  if (node.state === "replaced") return <Status state="unknown">Replaced</Status>;
  if (node.state === "ended") return <Status state="unknown">{isOver ? "Returned" : "Swapped before hand-over"}</Status>;
  if (node.state === "arriving") return <Status state="arriving">Being tested</Status>;
  if (node.isBeingReplaced) return <Status state="arriving">Replacing</Status>;
  const since = node.healthSince === null || node.health === "up" ? "" : ` since ${momentText(node.healthSince, now)}`;
  return (
    <>
      <Status state={node.health} />
      {since === "" ? null : <span className="text-small text-ink-3">{since}</span>}
    </>
  );
}

function remarkOf(node: ClusterNode, now: string): string {
  const parts = [
    ...(node.state === "serving" && node.health !== "up" && node.healthReason !== null ? [reasonWord(node.healthReason)] : []),
    ...((node.state === "replaced" || node.state === "ended") && node.leftAt !== null ? [`left ${momentText(node.leftAt, now)}`] : []),
    ...(node.remark === null ? [] : [node.remark]),
    ...(node.repairedAt === null ? [] : [`repaired ${momentText(node.repairedAt, now)}, passed ${plural(node.checksPassed ?? 0, "check")}`]),
  ];
  return parts.join(", ");
}
