import Link from "next/link";
import { DurationText } from "@/components/format/quantity";
import { Instant } from "@/components/format/instant";
import { Ledger } from "@/components/table/ledger";
import { RowKeys } from "@/components/table/row-keys";
import { Status } from "@/components/ui/status";
import type { IncidentContract } from "@/lib/contracts/reliability";
import { budgetText, incidentShape, touchedText } from "../../../_parts/reliability/incident-words";

/** Incidents of a month: when, current state, cost to the budget, and evidence. */
export function IncidentTable({ list, incidents, now }: { list: string; incidents: IncidentContract[]; now: string }) {
  return (
    <RowKeys>
      <Ledger
        label="Incidents"
        rows={incidents}
        rowKey={(incident) => incident.id}
        rowHref={(incident) => `${list}/${incident.id}`}
        columns={[
          { key: "began", head: "Began, UTC", card: "line", cell: (incident) => <Instant at={incident.openedAt} now={now} className="text-ink-3" /> },
          {
            key: "state",
            head: "State",
            card: "state",
            cell: (incident) => (
              <Status state={incident.state === "open" ? incidentShape(incident.kind) : "up"}>{incident.state === "open" ? "Open" : "Resolved"}</Status>
            ),
          },
          {
            key: "felt",
            head: "Impact",
            isRowHead: true,
            card: "name",
            cell: (incident) => (
              <>
                <Link href={`${list}/${incident.id}`} className="font-semibold">
                  {incident.title}
                </Link>
                <div className="ident text-ink-3">{incident.number}</div>
              </>
            ),
          },
          { key: "touched", head: "Affected", card: "mark", cell: (incident) => <span className="text-ink-2">{touchedText(incident)}</span> },
          {
            key: "lasted",
            head: "Lasted",
            align: "right",
            rule: true,
            card: "side",
            cell: (incident) => (
              <>
                <DurationText seconds={incident.lastedSeconds} />
                {incident.state === "open" ? " so far" : ""}
              </>
            ),
          },
          {
            key: "spent",
            head: "Budget spent, min",
            align: "right",
            card: "record",
            cell: (incident) => (
              <>
                {budgetText(incident)}
                <span className="text-small text-ink-3 sm:hidden"> min spent</span>
                {incident.budgetSpentClusterMinutes === null && incident.budgetSpentNodeSeconds > 0 ? <div className="note">of nodes</div> : null}
              </>
            ),
          },
          {
            key: "evidence",
            head: "Evidence pack",
            rule: true,
            card: "foot",
            cell: (incident) => (
              <span className="whitespace-nowrap">
                <a href={`${list}/${incident.id}/evidence`} download aria-label={`Evidence of ${incident.number} as JSON`}>
                  JSON
                </a>{" "}
                <span className="text-ink-3">{incident.state === "open" ? "so far" : "with SHA-256"}</span>
              </span>
            ),
          },
        ]}
      />
    </RowKeys>
  );
}
