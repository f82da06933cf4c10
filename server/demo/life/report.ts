// What happened in a span of demo time, counted from its rows.
import { type Instant, toDate } from "@/lib/period";
import { toDecimal } from "@/lib/money";
import { transaction } from "@/server/kernel/database/db";
import { NETWORK } from "../simulator/fleet";

export interface Report {
  handedOver: { cluster: string; nodes: number; at: string }[];
  ended: string[];
  faults: number;
  replacements: { cluster: string; cause: string; minutes: number }[];
  repairs: { opened: number; closed: number };
  incidents: { opened: number; resolved: number; sites: number };
  monthsClosed: number;
  invoices: { number: string; organisation: string; total: string; currency: string; credit: string | null }[];
  payments: { number: string | null; amount: string; currency: string }[];
}

/** @param from exclusive, `until` inclusive, so that consecutive spans count nothing twice */
export async function reportBetween(from: Instant, until: Instant): Promise<Report> {
  const span = [toDate(from), toDate(until)];
  return transaction({ ...NETWORK, readOnly: true }, async (tx) => {
    const rows = <Row extends object>(text: string): Promise<Row[]> => tx.sql<Row>(text, span);
    const [handedOver, ended, counts, replacements, invoices, payments] = await Promise.all([
      rows<{ cluster: string; nodes: number; at: Date }>(
        `select c.name as cluster, r.nodes, c."handedOverAt" as at from clusters.cluster c join capacity.contract r on r.id = c."reservationId"
          where c."handedOverAt" > $1 and c."handedOverAt" <= $2 order by at`,
      ),
      rows<{ name: string }>(`select name from clusters.cluster where "endedAt" > $1 and "endedAt" <= $2 order by "endedAt", name`),
      rows<{ faults: number; opened: number; closed: number; incidents: number; resolved: number; sites: number; months: number }>(`select
        (select count(*)::int from clusters.event where kind in ('down', 'degraded') and at > $1 and at <= $2) as faults,
        (select count(*)::int from clusters.repair where "openedAt" > $1 and "openedAt" <= $2) as opened,
        (select count(*)::int from clusters.repair where "closedAt" > $1 and "closedAt" <= $2) as closed,
        (select count(*)::int from reliability.incident where "openedAt" > $1 and "openedAt" <= $2) as incidents,
        (select count(*)::int from reliability.incident where "resolvedAt" > $1 and "resolvedAt" <= $2) as resolved,
        (select count(*)::int from reliability.incident where kind = 'site_dark' and "openedAt" > $1 and "openedAt" <= $2) as sites,
        (select count(*)::int from billing.closed_month where "closedAt" > $1 and "closedAt" <= $2) as months`),
      rows<{
        cluster: string;
        cause: string;
        seconds: number;
      }>(`select c.name as cluster, p.cause, extract(epoch from p."finishedAt" - p."requestedAt")::int as seconds from clusters.replacement p
        join clusters.cluster c on c.id = p."clusterId"
        where p."finishedAt" > $1 and p."finishedAt" <= $2 and p."spareNodeId" is not null order by p."finishedAt"`),
      rows<{
        number: string;
        organisation: string;
        minor: bigint;
        currency: string;
        credit: bigint | null;
      }>(`select i.number, o.slug as organisation, i."totalMinor" as minor, i.currency,
        (select sum(l."amountMinor")::bigint from billing.invoice_line l where l."invoiceId" = i.id and l.kind = 'credit') as credit
        from billing.invoice i join identity.organisation o on o.id = i."organisationId" where i."issuedAt" > $1 and i."issuedAt" <= $2
          order by i."issuedAt", i.number`),
      rows<{
        number: string | null;
        minor: bigint;
        currency: string;
      }>(`select i.number, p."amountMinor" as minor, p.currency from billing.payment p left join billing.invoice i on i.id = p."invoiceId"
        where p."receivedAt" > $1 and p."receivedAt" <= $2 and p.method <> 'account_credit' order by p."receivedAt", p.id`),
    ]);
    const count = counts[0];
    const decimal = (minor: bigint, currency: string): string => toDecimal({ minor, currency });
    return {
      handedOver: handedOver.map(({ cluster, nodes, at }) => ({ cluster, nodes, at: at.toISOString() })),
      ended: ended.map(({ name }) => name),
      faults: count?.faults ?? 0,
      replacements: replacements.map(({ cluster, cause, seconds }) => ({ cluster, cause, minutes: Math.round(seconds / 6) / 10 })),
      repairs: { opened: count?.opened ?? 0, closed: count?.closed ?? 0 },
      incidents: { opened: count?.incidents ?? 0, resolved: count?.resolved ?? 0, sites: count?.sites ?? 0 },
      monthsClosed: count?.months ?? 0,
      invoices: invoices.map(({ number, organisation, minor, currency, credit }) => ({
        number,
        organisation,
        total: decimal(minor, currency),
        currency,
        credit: credit === null ? null : decimal(credit, currency),
      })),
      payments: payments.map(({ number, minor, currency }) => ({ number, amount: decimal(minor, currency), currency })),
    };
  });
}

const some = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export function reportLines(report: Report): string[] {
  const { handedOver, ended, faults, replacements, repairs, incidents, monthsClosed, invoices, payments } = report;
  return [
    ...handedOver.map(({ cluster, nodes, at }) => `delivered    ${cluster}, ${nodes} nodes, ${at.slice(0, 16)}Z`),
    ...ended.map((cluster) => `ended        ${cluster}`),
    `faults       ${some(faults, "node", "nodes")} of customers went down or slow; ${some(repairs.opened, "repair", "repairs")} opened, ${repairs.closed} closed`,
    ...replacements.map(({ cluster, cause, minutes }) => `replaced     a node of ${cluster} (${cause.replaceAll("_", " ")}), ${minutes} min from the decision`),
    `incidents    ${incidents.opened} opened, ${incidents.resolved} resolved, ${some(incidents.sites, "site", "sites")} dark`,
    ...(monthsClosed > 0 ? [`months       ${monthsClosed} closed`] : []),
    ...invoices.map(
      ({ number, organisation, total, currency, credit }) =>
        `invoice      ${number}  ${organisation}  ${total} ${currency}${credit === null ? "" : `, with credits of ${credit}`}`,
    ),
    ...payments.map(({ number, amount, currency }) => `paid         ${number ?? "on account"}  ${amount} ${currency}`),
  ];
}
