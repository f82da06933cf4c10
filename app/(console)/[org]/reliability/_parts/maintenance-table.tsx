import { Instant } from "@/components/format/instant";
import { formatDuration, plural } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { Ledger } from "@/components/table/ledger";
import { Status } from "@/components/ui/status";
import type { MaintenanceWindowContract } from "@/lib/contracts/reliability";

const WORD: Record<MaintenanceWindowContract["state"], string> = { planned: "Planned", running: "Running", done: "Done", cancelled: "Cancelled" };

/** Announced maintenance where the organisation has clusters. */
export function MaintenanceTable({ windows, now }: { windows: MaintenanceWindowContract[]; now: string }) {
  if (windows.length === 0) {
    return (
      <div className="border-t-[1.5px] border-rule-ink">
        <Empty title="No maintenance is announced where you have clusters">
          It is announced at least 72 hours ahead; what comes later than that counts as down.
        </Empty>
      </div>
    );
  }
  return (
    <Ledger
      label="Maintenance ahead"
      rows={windows}
      rowKey={(window) => window.id}
      columns={[
        { key: "from", head: "From, UTC", card: "line", cell: (window) => <Instant at={window.start} now={now} /> },
        {
          key: "state",
          head: "State",
          card: "state",
          cell: (window) => <Status state={window.state === "cancelled" ? "unknown" : "maintenance"}>{WORD[window.state]}</Status>,
        },
        {
          key: "what",
          head: "Work",
          isRowHead: true,
          card: "name",
          cell: (window) => (
            <span className="font-semibold">
              {window.city}: {window.title}
            </span>
          ),
        },
        {
          key: "clusters",
          head: "Affects",
          card: "mark",
          cell: (window) => (
            <span className="text-ink-2">
              {window.clusters.length === 0
                ? "none of yours"
                : window.clusters.map((cluster) => `${cluster.name}, ${plural(cluster.nodes, "node")}`).join("; ")}
            </span>
          ),
        },
        {
          key: "length",
          head: "Length",
          align: "right",
          rule: true,
          card: "side",
          cell: (window) => formatDuration((Date.parse(window.end) - Date.parse(window.start)) / 1000),
        },
        {
          key: "announced",
          head: "Announced",
          align: "right",
          card: "record",
          cell: (window) => <Instant at={window.announcedAt} now={now} className="text-ink-3" />,
        },
        { key: "counts", head: "Counts as", rule: true, card: "foot", cell: (window) => (window.countsAsDown ? "down, announced too late" : "maintenance") },
      ]}
    />
  );
}
