import Link from "next/link";
import { formatInstant } from "@/components/format/text";
import { Ledger, type LedgerColumn } from "@/components/table/ledger";
import { RowKeys } from "@/components/table/row-keys";
import type { AuditEventContract } from "@/lib/contracts/identity";
import { actionWords, actorName, actorRemark, surfaceWord } from "./words";

/** Enough of a hash to compare by eye; the whole is in its title and in the export. */
const HASH_SHOWN = 6;
const MAX_DETAILS = 12;

/** Ids that have a page. */
const PLACES: readonly (readonly [prefix: string, path: string])[] = [
  ["clu_", "clusters"],
  ["inv_", "billing/invoices"],
  ["qte_", "reserve/quotes"],
  ["inc_", "reliability/incidents"],
];

export function LogTable({
  organisation,
  entries,
  names,
  now,
}: {
  organisation: string;
  entries: AuditEventContract[];
  names: ReadonlyMap<string, string>;
  now: string;
}) {
  const columns: LedgerColumn<AuditEventContract>[] = [
    { key: "when", head: "When, UTC", card: "line", cell: (entry) => <When at={entry.occurredAt} now={now} /> },
    {
      key: "who",
      head: "Who",
      isRowHead: true,
      card: "name",
      cell: ({ actor }) => (
        <span title={actor.kind === "system" ? actor.name : actor.id}>
          <span className="font-semibold">{actorName(actor)}</span>{" "}
          {actorRemark(actor.kind) === null ? null : <span className="text-ink-3">{actorRemark(actor.kind)}</span>}
        </span>
      ),
    },
    {
      key: "did",
      head: "Did",
      card: "full",
      cell: (entry) => (
        <>
          {actionWords(entry.action)}
          <div className="ident text-ink-3">{entry.action}</div>
        </>
      ),
    },
    { key: "target", head: "To what", card: "full", cell: (entry) => <Target organisation={organisation} entry={entry} names={names} /> },
    { key: "surface", head: "Surface", rule: true, card: "state", cell: (entry) => surfaceWord(entry.surface) },
    { key: "address", head: "Address", card: "side", cell: (entry) => <span className="ident text-ink-3">{entry.address ?? "–"}</span> },
    {
      key: "request",
      head: "Request",
      card: "pair",
      cell: (entry) => (
        <span className="ident break-all" title={entry.requestId}>
          {shortId(entry.requestId)}
        </span>
      ),
    },
    {
      key: "hash",
      head: "Hash ← entry before",
      rule: true,
      card: "pair",
      cell: (entry) => (
        <span className="ident whitespace-nowrap">
          <span title={`SHA-256 ${entry.hash}`}>{entry.hash.slice(0, HASH_SHOWN)}</span>{" "}
          <span className="text-ink-3" title={`Entry before: ${entry.previousHash}`}>
            <span className="font-ui" aria-label="follows">
              ←
            </span>{" "}
            {entry.previousHash.slice(0, HASH_SHOWN)}
          </span>
        </span>
      ),
    },
  ];
  return (
    <RowKeys>
      <Ledger label="Audit log" columns={columns} rows={entries} rowKey={(entry) => entry.id} density="close" />
    </RowKeys>
  );
}

/** "req_01KBA6…9WQ": the ends distinguish requests of the same minute. */
const shortId = (id: string): string => (id.length > 20 ? `${id.slice(0, 10)}…${id.slice(-5)}` : id);

function When({ at, now }: { at: string; now: string }) {
  const isToday = at.slice(0, 10) === now.slice(0, 10);
  const isThisYear = at.slice(0, 4) === now.slice(0, 4);
  return (
    <time dateTime={at} title={formatInstant(at, "exact")} className="whitespace-nowrap">
      {isToday ? "" : `${formatInstant(at, isThisYear ? "day" : "date")} `}
      {formatInstant(at, "seconds")}
    </time>
  );
}

/** The object of the action; further details expand below. */
function Target({ organisation, entry, names }: { organisation: string; entry: AuditEventContract; names: ReadonlyMap<string, string> }) {
  const path = PLACES.find(([prefix]) => entry.target.startsWith(prefix))?.[1];
  const link = path === undefined ? null : `/${organisation}/${path}/${entry.target}`;
  const details = Object.entries(entry.detail).slice(0, MAX_DETAILS);
  const known = names.get(entry.target);
  const name =
    known === undefined ? (
      <span className="ident break-all">{entry.target}</span>
    ) : (
      <span className="font-semibold break-words" title={entry.target}>
        {known}
      </span>
    );
  if (details.length === 0) return link === null ? name : <Link href={link}>{name}</Link>;
  return (
    <details>
      <summary>{name}</summary>
      <dl className="pairs mt-1 text-small">
        {details.map(([key, value]) => (
          <div key={key}>
            <dt className="text-ink-3">{key}</dt>
            <dd className="break-all" title={typeof value === "string" && names.has(value) ? value : undefined}>
              {typeof value === "string" && names.has(value)
                ? names.get(value)
                : typeof value === "string" || typeof value === "number"
                  ? String(value)
                  : JSON.stringify(value)}
            </dd>
          </div>
        ))}
      </dl>
      {link === null ? null : <Link href={link}>Open it</Link>}
    </details>
  );
}
