import Link from "next/link";
import { Empty } from "@/components/state/empty";
import { formatDuration, formatInstant } from "@/components/format/text";
import { Entry, EntryList } from "@/components/ui/decision";
import { SectionHead } from "@/components/ui/section-head";
import { Status } from "@/components/ui/status";
import type { IncidentContract, MaintenanceWindowContract } from "@/lib/contracts/reliability";
import { feltText, incidentShape } from "../../_parts/reliability/incident-words";

/** A time for today, a day for earlier ones. */
const whenText = (at: string, now: string): string => (at.slice(0, 10) === now.slice(0, 10) ? formatInstant(at, "time") : formatInstant(at, "day"));

export function IncidentList({ organisation, incidents, now }: { organisation: string; incidents: IncidentContract[]; now: string }) {
  return (
    <section>
      <SectionHead end={<Link href={`/${organisation}/reliability#incidents`}>All</Link>}>Incidents</SectionHead>
      {incidents.length === 0 ? (
        <div className="border-t-[1.5px] border-rule-ink">
          <Empty title="No incident has affected your clusters">Failures, their impact and their evidence appear here.</Empty>
        </div>
      ) : (
        <EntryList>
          {incidents.map((incident) => (
            <Entry
              key={incident.id}
              when={whenText(incident.openedAt, now)}
              mark={<Status state={incident.state === "open" ? incidentShape(incident.kind) : "up"}>{incident.state === "open" ? "Open" : "Resolved"}</Status>}
              title={
                <>
                  <Link href={`/${organisation}/reliability/incidents/${incident.id}`} className="break-words">
                    {incident.title}
                  </Link>{" "}
                  <span className="ident font-normal whitespace-nowrap text-ink-3">{incident.number}</span>
                </>
              }
            >
              {feltText(incident)}{" "}
              {incident.state === "open" ? `For ${formatDuration(incident.lastedSeconds)} so far.` : `It lasted ${formatDuration(incident.lastedSeconds)}.`}{" "}
              <a href={`/${organisation}/reliability/incidents/${incident.id}/evidence`} download aria-label={`Evidence of ${incident.number} as JSON`}>
                Evidence
              </a>
            </Entry>
          ))}
        </EntryList>
      )}
    </section>
  );
}

export function MaintenanceAhead({ organisation, windows }: { organisation: string; windows: MaintenanceWindowContract[] }) {
  return (
    <section>
      <SectionHead end={<Link href={`/${organisation}/reliability#maintenance`}>All</Link>}>Maintenance ahead</SectionHead>
      {windows.length === 0 ? (
        <p className="border-t-[1.5px] border-rule-ink pt-[9px] text-ink-2">No work is announced where you have clusters.</p>
      ) : (
        <EntryList>
          {windows.map((window) => (
            <Entry
              key={window.id}
              when={formatInstant(window.start, "day")}
              title={`${window.city}, ${window.title.charAt(0).toLowerCase()}${window.title.slice(1)}`}
              mark={<Status state="maintenance">{window.state === "running" ? "Running" : "Planned"}</Status>}
            >
              {formatInstant(window.start, "time")} to {formatInstant(window.end, window.end.slice(0, 10) === window.start.slice(0, 10) ? "time" : "short")}
              {window.clusters.length === 0 ? "" : `, ${window.clusters.map((cluster) => cluster.name).join(", ")}`}.
              {window.countsAsDown ? " Announced too late: it counts as down." : ""}
            </Entry>
          ))}
        </EntryList>
      )}
    </section>
  );
}
