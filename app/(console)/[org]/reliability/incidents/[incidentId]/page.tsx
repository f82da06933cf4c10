import { Download } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { nodeName, reasonWord } from "@/app/_parts/page/cluster-words";
import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { Instant } from "@/components/format/instant";
import { DurationText } from "@/components/format/quantity";
import { formatDuration, formatInstant } from "@/components/format/text";
import { Ledger } from "@/components/table/ledger";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton, CopyId } from "@/components/ui/copy-id";
import { KeyValue } from "@/components/ui/key-value";
import { PageHead, SectionHead } from "@/components/ui/section-head";
import { Status } from "@/components/ui/status";
import type { IncidentEvidence } from "@/lib/contracts/reliability";
import { serverNow } from "@/server/doors/console/caller";
import { budgetText, incidentShape, KIND_WORD, touchedText } from "../../../_parts/reliability/incident-words";
import { remedyOf, servingAt } from "../../_parts/incidents/remedy";
import { readIncident } from "../../_parts/incidents/read-incident";

type Props = { params: Promise<{ org: string; incidentId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, incidentId } = await params;
  const { access } = await memberOf(org);
  if (!access.may("reliability.read")) return { title: "Incident" };
  const { number, title } = await readIncident(org, incidentId);
  return { title: `${number}, ${title}` };
}

export default async function IncidentPage({ params }: Props) {
  const { org, incidentId } = await params;
  const { access } = await memberOf(org);
  if (!access.may("reliability.read"))
    return <ForbiddenPage organisation={org} permission="reliability.read" page="Incident" title="Incidents are not open to your role" what="incidents" />;
  const incident = await readIncident(org, incidentId);
  const evidence = await readFor(org, ({ reliability }) => reliability.incident.evidence({ id: incident.id }));
  const now = serverNow();
  const isOpen = incident.state === "open";
  const detected = (Date.parse(incident.detectedAt) - Date.parse(incident.openedAt)) / 1000;
  return (
    <div className="page-pad">
      <PageHead
        above={
          <>
            <Link href={`/${org}/reliability#incidents`}>Reliability</Link> / <CopyId id={incident.number} what="incident number" />
          </>
        }
        title={incident.title}
        remark={<Status state={isOpen ? incidentShape(incident.kind) : "up"}>{isOpen ? "Open" : "Resolved"}</Status>}
        actions={
          <ButtonLink plain download href={`/${org}/reliability/incidents/${incident.id}/evidence`}>
            <Download aria-hidden="true" />
            Evidence, JSON
          </ButtonLink>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-[30px] gap-y-7 md:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)]">
        <section>
          <SectionHead>Cause and remedy</SectionHead>
          <dl className="mb-7 border-t-[1.5px] border-rule-ink">
            {remedyOf(incident, evidence, org).map(({ key, name, value }) => (
              <div key={key} className="grid grid-cols-[118px_minmax(0,1fr)] border-b border-rule py-2">
                <dt className="text-ink-3">{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <SectionHead remark="UTC">Timeline</SectionHead>
          <ol className="border-t-[1.5px] border-rule-ink">
            {incident.timeline.map((entry, index) => (
              <li key={`${entry.at} ${index}`} className="grid grid-cols-[118px_minmax(0,1fr)] border-b border-rule py-2">
                <time dateTime={entry.at} title={formatInstant(entry.at, "exact")} className="text-ink-3">
                  {formatInstant(entry.at, "day")} {formatInstant(entry.at, "seconds")}
                </time>
                <span>{entry.text}</span>
              </li>
            ))}
          </ol>
        </section>
        <section>
          <SectionHead>In figures</SectionHead>
          <KeyValue
            ruled
            pairs={[
              { key: "kind", name: "Kind", value: KIND_WORD[incident.kind] },
              { key: "site", name: "Site", value: <span className="ident">{incident.site}</span>, note: incident.city },
              {
                key: "touched",
                name: "Affected",
                value:
                  incident.touched.length === 0
                    ? touchedText(incident)
                    : incident.touched.map((one) => (
                        <div key={one.clusterId}>
                          <Link href={`/${org}/clusters/${one.clusterId}`}>{one.clusterName}</Link>, {one.nodes === 1 ? "1 node" : `${one.nodes} nodes`}
                        </div>
                      )),
              },
              { key: "began", name: "Began", value: formatInstant(incident.openedAt, "exact") },
              { key: "told", name: "Noticed after", value: formatDuration(detected) },
              {
                key: "lasted",
                name: "Duration",
                value: (
                  <>
                    <DurationText seconds={incident.lastedSeconds} />
                    {isOpen ? " so far" : ""}
                  </>
                ),
              },
              {
                key: "spent",
                name: "Budget spent",
                value: `${budgetText(incident)} min`,
                note: incident.budgetSpentClusterMinutes === null ? "of nodes, over several clusters" : "of the whole cluster",
              },
            ]}
          />
          <h3 className="mt-4 mb-1">Evidence pack</h3>
          <p className="text-note text-ink-2">
            {evidence.final
              ? "Timeline, nodes and every state an hour around it; it no longer changes."
              : "Still changing while the incident is open; the hash will stand when it is resolved."}
          </p>
          <p className="mt-1.5">
            <span className="text-ink-3">{evidence.algorithm} </span>
            <span className="ident break-all">{evidence.hash}</span> <CopyButton text={evidence.hash} what="hash" />
          </p>
        </section>
      </div>
      <section className="mt-7">
        <SectionHead remark="from an hour before to an hour after, UTC">States of the nodes</SectionHead>
        <States evidence={evidence} now={now} />
      </section>
    </div>
  );
}

/** Rows on the page; all of them are in the evidence pack. */
const MAX_ROWS = 60;

function States({ evidence, now }: { evidence: IncidentEvidence; now: string }) {
  const { intervals, assignments } = evidence.content;
  // Quiet periods are left out.
  const told = intervals.filter((one) => one.state !== "up");
  const shown = told.slice(0, MAX_ROWS);
  return (
    <>
      <Ledger
        label="States of the nodes"
        density="tight"
        rows={shown}
        rowKey={(one) => `${one.nodeId} ${one.start}`}
        columns={[
          {
            key: "node",
            head: "Node",
            isRowHead: true,
            card: "name",
            cell: (one) => {
              const berth = servingAt(assignments, one.nodeId, one.start);
              return (
                <>
                  {berth === undefined ? null : <span className="font-semibold">{nodeName(berth.ordinal)} </span>}
                  <span className="ident text-ink-3">{berth?.serial ?? one.nodeId}</span>
                </>
              );
            },
          },
          { key: "state", head: "State", card: "state", cell: (one) => <Status state={one.state} /> },
          {
            key: "reason",
            head: "Reason",
            card: "line",
            cell: (one) => <span className="text-ink-2">{one.code === null ? reasonWord(one.reason) : `${reasonWord(one.reason)}, XID ${one.code}`}</span>,
          },
          { key: "start", head: "From", card: "mark", cell: (one) => <Instant at={one.start} as="exact" now={now} /> },
          {
            key: "end",
            head: "To",
            card: "record",
            cell: (one) => (one.end === null ? <span className="text-ink-3">goes on</span> : <Instant at={one.end} as="exact" now={now} />),
          },
          {
            key: "length",
            head: "Length",
            align: "right",
            rule: true,
            card: "side",
            cell: (one) => formatDuration((Date.parse(one.end ?? now) - Date.parse(one.start)) / 1000),
          },
        ]}
      />
      {told.length > shown.length ? (
        <p className="note mt-2">
          {shown.length} of {told.length} rows; all of them stand in the evidence pack.
        </p>
      ) : null}
    </>
  );
}
