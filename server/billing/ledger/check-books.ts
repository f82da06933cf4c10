// The ledger checks of `berth db check`. Runs in network scope over all organisations; repairs nothing.
import type { Tx } from "@/server/kernel/database/db";

export interface BookCheck {
  name: string;
  ok: boolean;
  /** How many things were checked, and the first ones that are wrong. */
  checked: number;
  wrong: string[];
}

/** Maximum errors listed in a report; the count says how many more there are. */
const NAMED = 20;

interface Question {
  name: string;
  checked: string;
  wrong: string;
}

/** What is left of payments and credit notes, per organisation and currency. */
const LEFT_ON_ACCOUNT = `
  select "organisationId", currency, sum("leftMinor") as money from (
    select "organisationId", currency, "amountMinor" - "appliedMinor" - "allocatedMinor" as "leftMinor" from "Payment" where method <> 'account_credit'
    union all select "organisationId", currency, "totalMinor" - "appliedMinor" from "CreditNote") s group by 1, 2`;

const QUESTIONS: readonly Question[] = [
  {
    name: "every transfer sums to zero in each currency",
    checked: `select count(*) as n from "LedgerTransfer"`,
    wrong: `select t.id || ' ' || a.currency || ' ' || sum(e."amountMinor") as what from "LedgerEntry" e join "LedgerTransfer" t on t.id = e."transferId"
      join "LedgerAccount" a on a.id = e."accountId"
      group by t.id, a.currency having sum(e."amountMinor") <> 0`,
  },
  {
    name: "every account's balance is the sum of its entries",
    checked: `select count(*) as n from "LedgerAccount"`,
    wrong: `select a.id || ' has ' || a."balanceMinor" || ', its entries sum to ' || coalesce(sum(e."amountMinor"), 0) as what from "LedgerAccount" a
      left join "LedgerEntry" e on e."accountId" = a.id
      group by a.id having coalesce(sum(e."amountMinor"), 0) <> a."balanceMinor" or count(e.id) <> a."lastSequence"`,
  },
  {
    name: "every entry continues the balance and the sequence before it",
    checked: `select count(*) as n from "LedgerEntry"`,
    wrong: `select id as what from (
        select id, sequence, "amountMinor", "balanceAfterMinor", coalesce(lag(sequence) over w, 0) as before,
               coalesce(lag("balanceAfterMinor") over w, 0) as balance
          from "LedgerEntry" window w as (partition by "accountId" order by sequence)) e
      where sequence <> before + 1 or "balanceAfterMinor" <> balance + "amountMinor"`,
  },
  {
    name: "every invoice is the sum of its lines and its tax",
    checked: `select count(*) as n from "Invoice"`,
    wrong: `select i.id || ' says ' || i."subtotalMinor" || ' + ' || i."taxMinor" || ' = ' || i."totalMinor" || ', its lines sum to ' || coalesce(sum(l."amountMinor"), 0) as what
      from "Invoice" i left join "InvoiceLine" l on l."invoiceId" = i.id group by i.id
      having coalesce(sum(l."amountMinor"), 0) <> i."subtotalMinor" or i."subtotalMinor" + i."taxMinor" <> i."totalMinor"`,
  },
  {
    name: "every numbered invoice is booked with its total",
    checked: `select count(*) as n from "Invoice" where number is not null`,
    wrong: `select i.number || ' is ' || i."totalMinor" || ', booked ' || coalesce(b.amount, 0) as what from "Invoice" i
      left join lateral (select count(t.id) as transfers, sum(e."amountMinor") filter (where a.kind = 'receivable') as amount
         from "LedgerTransfer" t left join "LedgerEntry" e on e."transferId" = t.id left join "LedgerAccount" a on a.id = e."accountId"
           where t."sourceReference" = 'document:' || i.id) b on true
      where i.number is not null and (b.transfers = 0 or coalesce(b.amount, 0) <> i."totalMinor")`,
  },
  {
    name: "receivable is what is open on invoices",
    checked: `select count(*) as n from "LedgerAccount" where kind = 'receivable'`,
    wrong: `select a."organisationId" || ' ' || a.currency || ' books ' || a."balanceMinor" || ', invoices say ' || coalesce(o.open, 0) as what
      from "LedgerAccount" a
      left join (select "organisationId", currency, sum("totalMinor" - "paidMinor") as open from "Invoice" where number is not null
        group by 1, 2) o using ("organisationId", currency)
      where a.kind = 'receivable' and a."balanceMinor" <> coalesce(o.open, 0)`,
  },
  {
    name: "what invoices call paid is what payments were matched",
    checked: `select count(*) as n from "Payment"`,
    wrong: `select i.number || ' paid ' || i."paidMinor" || ', matched ' || coalesce(p.applied, 0) as what from "Invoice" i
      left join (select "invoiceId", sum("appliedMinor") as applied from "Payment" group by 1) p on p."invoiceId" = i.id
      where i.number is not null and i.kind <> 'credit_note' and i."paidMinor" <> coalesce(p.applied, 0)`,
  },
  {
    name: "money on account is what payments and credit notes have left",
    checked: `select count(*) as n from "LedgerAccount" where kind = 'unapplied_cash'`,
    wrong: `select "organisationId" || ' ' || currency || ' books ' || coalesce(a.booked, 0) || ', left is ' || coalesce(l.money, 0) as what
      from (select "organisationId", currency, -sum("balanceMinor") as booked from "LedgerAccount" where kind = 'unapplied_cash' group by 1, 2) a
      full join (${LEFT_ON_ACCOUNT}) l using ("organisationId", currency) where coalesce(a.booked, 0) <> coalesce(l.money, 0)`,
  },
  {
    name: "no money stays on account while an invoice is open",
    checked: `select count(*) as n from "Invoice" where number is not null`,
    wrong: `select i.number || ' has ' || i."totalMinor" - i."paidMinor" || ' open, on account are ' || l.money as what
      from "Invoice" i join (${LEFT_ON_ACCOUNT}) l using ("organisationId", currency) where i.number is not null and i."totalMinor" > i."paidMinor" and l.money > 0`,
  },
  {
    name: "deferred revenue is what was invoiced in advance and not used or returned",
    checked: `select count(*) as n from "LedgerAccount" where kind = 'deferred_revenue'`,
    wrong: `select "organisationId" || ' ' || currency || ' books ' || coalesce(a.booked, 0) || ', lines say ' || coalesce(l.money, 0) as what
      from (select "organisationId", currency, -sum("balanceMinor") as booked from "LedgerAccount" where kind = 'deferred_revenue' group by 1, 2) a
      full join (select i."organisationId", i.currency, sum(l."amountMinor") as money from "InvoiceLine" l join "Invoice" i on i.id = l."invoiceId"
         where i.number is not null and l.kind ~ '^(prepayment|advance|deposit)(_applied|_returned)?$' group by 1, 2) l using ("organisationId", currency)
      where coalesce(a.booked, 0) <> coalesce(l.money, 0)`,
  },
  {
    // round() of numeric rounds half away from zero, as tax does.
    name: "every invoice's tax is its rates times what they tax",
    checked: `select count(*) as n from "Invoice"`,
    wrong: `select i.id || ' says ' || i."taxMinor" || ', its lines ' || t.tax as what from "Invoice" i join (
        select "invoiceId", sum(tax) as tax from (
          select "invoiceId", round(sum("amountMinor") * "taxRateBasisPoints" / 10000.0) as tax from "InvoiceLine" group by "invoiceId", "taxCategory", "taxRateBasisPoints") g
         group by 1) t on t."invoiceId" = i.id where t.tax <> i."taxMinor"`,
  },
  {
    name: "every credit note is its document",
    checked: `select count(*) as n from "CreditNote"`,
    wrong: `select coalesce(c.number, i.number) || ' is ' || coalesce(c."totalMinor"::text, 'no credit note') || ', its document says ' || coalesce(i."totalMinor"::text, 'nothing') as what
      from "CreditNote" c full join (select * from "Invoice" where kind = 'credit_note' and number is not null) i on i.id = c."invoiceId" and i.number = c.number
      where c.id is null or i.id is null or c."totalMinor" <> -i."totalMinor" or c."subtotalMinor" + c."taxMinor" <> c."totalMinor"`,
  },
  {
    // Numbers end in their ordinal; an entity has one invoice and one credit note series per year.
    name: "every document series counts from one without a gap",
    checked: `select count(*) as n from "DocumentSeries"`,
    wrong: `select s."legalEntityId" || ' ' || s.kind || ' ' || s.year || ': ' || d.documents || ' documents, next is ' || s."nextNumber" || ', highest ' || d.highest as what from "DocumentSeries" s
      join lateral (select count(*) as documents, coalesce(max(ordinal), 0) as highest, count(distinct ordinal) as ordinals from (
        select substring(i.number from '(\\d+)$')::int as ordinal from "Invoice" i
         where i."legalEntityId" = s."legalEntityId" and extract(year from i."issuedAt" at time zone 'UTC') = s.year
           and (s.kind = 'credit_note') = (i.number like '%-CN-%')) n) d on true
      where d.documents <> s."nextNumber" - 1 or d.highest <> s."nextNumber" - 1 or d.ordinals <> d.documents`,
  },
];

/** Recomputes the ledger and compares. Needs a network transaction. */
export async function checkBooks(tx: Tx): Promise<BookCheck[]> {
  const checks: BookCheck[] = [];
  for (const question of QUESTIONS) {
    const [[count], wrong] = await Promise.all([
      tx.sql<{ n: bigint }>(question.checked),
      tx.sql<{ what: string }>(`select what from (${question.wrong}) w limit ${NAMED}`),
    ]);
    checks.push({ name: question.name, ok: wrong.length === 0, checked: Number(count?.n ?? 0n), wrong: wrong.map((row) => row.what) });
  }
  return checks;
}
