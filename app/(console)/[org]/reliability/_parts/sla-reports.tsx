import Link from "next/link";
import { Fragment } from "react";
import { Money } from "@/components/format/money";
import { Availability } from "@/components/format/quantity";
import { formatInstant, formatMonth } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { LedgerCell, LedgerRow } from "@/components/table/ledger";
import type { MoneyContract } from "@/lib/contracts/common";
import type { SlaReportContract } from "@/lib/contracts/reliability";
import { fromContract, sumMinor, toContract } from "@/lib/money";
import { formatInstant as instantText, monthInterval, SECONDS_PER_DAY } from "@/lib/period";

type ReportMonth = { month: string; reports: SlaReportContract[] };

/** Monthly reports, newest first, each with its sums; the current month shows what has accrued. */
export function SlaReports({
  organisation,
  months,
  mayReadBills,
  current,
}: {
  organisation: string;
  months: ReportMonth[];
  mayReadBills: boolean;
  current: string;
}) {
  const filled = months.filter(({ reports }) => reports.length > 0);
  if (filled.length === 0) {
    return (
      <div className="border-t-[1.5px] border-rule-ink">
        <Empty title="No report yet">
          The first one covers the month in which a cluster was handed over. It is decided on the 1st and never changes after that.
        </Empty>
      </div>
    );
  }
  return (
    <div className="ledger-scroll">
      <table role="table" className="ledger" aria-label="Monthly SLA reports" data-cards="yes">
        <thead role="rowgroup">
          <tr role="row">
            {HEADS.map(({ head, ...look }) => (
              <th key={head} role="columnheader" scope="col" data-align={look.align} data-rule={look.rule ? "" : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {filled.map(({ month, reports }) => (
            <Fragment key={month}>
              <GroupRow month={month} reports={reports} isRunning={month === current} />
              {reports.map((report) => (
                <ReportRow key={`${report.clusterId} ${report.revision}`} report={report} organisation={organisation} mayReadBills={mayReadBills} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const HEADS: { head: string; align?: "right"; rule?: boolean }[] = [
  { head: "Cluster" },
  { head: "Target", align: "right" },
  { head: "Availability", align: "right", rule: true },
  { head: "Tier" },
  { head: "Charges", align: "right", rule: true },
  { head: "Credit", align: "right" },
  { head: "Invoice", rule: true },
];

function GroupRow({ month, reports, isRunning }: { month: string; reports: SlaReportContract[]; isRunning: boolean }) {
  const closes = monthInterval(month).end;
  const name = formatMonth(month);
  const decided = reports.map((report) => report.decidedAt).find((at) => at !== null);
  return (
    <LedgerRow look="group">
      <LedgerCell span={2} card="name">
        {isRunning ? `${name}, closes ${formatInstant(instantText(closes), "day")}` : name}{" "}
        <span className="font-normal whitespace-nowrap text-ink-3">
          {isRunning || decided === undefined
            ? `accrued so far, final on ${formatInstant(instantText(closes + SECONDS_PER_DAY), "day")}`
            : `closed ${formatInstant(decided, "day")}`}
        </span>
      </LedgerCell>
      <LedgerCell rule card="hidden" />
      <LedgerCell card="hidden" />
      <LedgerCell align="right" rule card="pair" label="Charges">
        <Sum of={reports.map((report) => report.credit.base)} />
      </LedgerCell>
      <LedgerCell align="right" card="pair" label="Credit">
        <Sum of={reports.map((report) => report.credit.amount)} />
      </LedgerCell>
      <LedgerCell rule card="hidden" />
    </LedgerRow>
  );
}

/** The sum of the known amounts, or nothing. Shown only when an organisation's month has a single currency. */
function Sum({ of }: { of: (MoneyContract | null)[] }) {
  const known = of.filter((amount) => amount !== null);
  const [first] = known;
  if (first === undefined || known.some((amount) => amount.currency !== first.currency)) return null;
  return <Money {...toContract({ minor: sumMinor(known.map((amount) => fromContract(amount).minor)), currency: first.currency })} />;
}

function ReportRow({ report, organisation, mayReadBills }: { report: SlaReportContract; organisation: string; mayReadBills: boolean }) {
  const { credit } = report;
  return (
    <LedgerRow>
      <LedgerCell card="name">
        <Link href={`/${organisation}/clusters/${report.clusterId}`}>{report.clusterName}</Link>
        {report.revision > 1 ? <span className="text-ink-3"> corrected</span> : null}
      </LedgerCell>
      <LedgerCell align="right" card="pair" label="Target">
        {report.targetPercent} %
      </LedgerCell>
      <LedgerCell align="right" rule card="state">
        <Availability percent={report.availabilityPercent} />
      </LedgerCell>
      <LedgerCell card="line">
        {credit.percent === 0 ? (
          <span className="text-ink-3">SLA met</span>
        ) : (
          <>
            <span className="font-semibold">{tierText(report)}</span>
            <div className="note">{credit.reason}</div>
          </>
        )}
      </LedgerCell>
      <LedgerCell align="right" rule card="pair" label="Charges">
        {credit.base === null ? <span className="text-ink-3">open</span> : <Money {...credit.base} />}
      </LedgerCell>
      <LedgerCell align="right" card="pair" label="Credit">
        {credit.amount === null ? <span className="text-ink-3">{credit.percent === 0 ? "none" : "open"}</span> : <Money {...credit.amount} />}
      </LedgerCell>
      <LedgerCell rule card="pair" label="Invoice">
        {report.invoiceNumber === null ? (
          <span className="text-ink-3">{report.decidedAt === null ? "open" : "not yet invoiced"}</span>
        ) : mayReadBills && report.invoiceId !== null ? (
          <Link className="ident" href={`/${organisation}/billing/invoices/${report.invoiceId}`}>
            {report.invoiceNumber}
          </Link>
        ) : (
          <span className="ident">{report.invoiceNumber}</span>
        )}
      </LedgerCell>
    </LedgerRow>
  );
}

const PROMISES: readonly [word: string, reason: RegExp][] = [
  ["availability", /availability/],
  ["bandwidth", /bandwidth/],
  ["delivery", /handed over late/],
];

/** Which promise was missed and the resulting credit: "availability, 10 %". */
function tierText({ credit }: SlaReportContract): string {
  return [...PROMISES.filter(([, reason]) => reason.test(credit.reason)).map(([word]) => word), `${credit.percent} %`].join(", ");
}
