import { Fragment } from "react";
import { Money, Rate } from "@/components/format/money";
import { formatAmount, formatDecimal, formatRange } from "@/components/format/text";
import { LedgerCell, LedgerRow } from "@/components/table/ledger";
import type { InvoiceDetail, InvoiceLineContract } from "@/lib/contracts/billing";
import { INVOICE_LABELS, taxLabel, totalLabel } from "@/lib/invoice-words";
import { LineOrigin } from "./line-origin";

type Props = { organisation: string; invoice: InvoiceDetail; mayReadReports: boolean };

/**
 * Lines by project with subtotals. A usage line expands to quote, metered seconds and credit, with or without scripts.
 */
export function InvoiceLines({ organisation, invoice, mayReadReports }: Props) {
  const { currency } = invoice.total;
  const left = invoice.lineCount - invoice.lines.length;
  return (
    <>
      <table role="table" className="ledger [&_tr:has(details:not([open]))+tr[data-row=open]]:hidden" aria-label="Lines" data-cards="yes" data-density="close">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              Line
            </th>
            <th role="columnheader" scope="col" data-align="right">
              GPU-hours
            </th>
            <th role="columnheader" scope="col" data-align="right">
              Rate, {currency}
            </th>
            <th role="columnheader" scope="col" data-align="right" data-rule="">
              Amount, {currency}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {invoice.projects.map((project) => (
            <Fragment key={project.projectId ?? "none"}>
              <LedgerRow look="group">
                <LedgerCell span={3} card="name">
                  {project.name} {project.costCentre === null ? null : <span className="font-normal text-ink-3">cost centre {project.costCentre}</span>}
                </LedgerCell>
                <LedgerCell align="right" rule card="state">
                  <Money {...project.subtotal} />
                </LedgerCell>
              </LedgerRow>
              {invoice.lines
                .filter((line) => line.projectId === project.projectId)
                .map((line) => (
                  <Line key={line.id} organisation={organisation} line={line} credits={creditsOf(line, invoice.lines)} mayReadReports={mayReadReports} />
                ))}
            </Fragment>
          ))}
          {left > 0 ? (
            <LedgerRow look="plain">
              <LedgerCell span={4} card="full">
                {left} more lines stand in the CSV and the PDF; the sums here include them.
              </LedgerCell>
            </LedgerRow>
          ) : null}
          <Total isFirst label={INVOICE_LABELS.subtotal} amount={invoice.subtotal} />
          {invoice.taxes.map(({ category, ratePercent, note, taxable, tax }) => (
            <Total
              key={`${category} ${ratePercent}`}
              label={taxLabel(category, ratePercent)}
              remark={invoice.taxes.length > 1 ? `on ${formatAmount(taxable.amount)}` : undefined}
              note={note ?? undefined}
              amount={tax}
            />
          ))}
          <LedgerRow look="sum">
            <LedgerCell span={3} card="name">
              {totalLabel(invoice.kind)}, {currency}
            </LedgerCell>
            <LedgerCell align="right" rule card="state">
              <span className="figure double-ruled text-fig-m">
                <Money {...invoice.total} />
              </span>
            </LedgerCell>
          </LedgerRow>
        </tbody>
      </table>
    </>
  );
}

/** The credits a usage line earned: those of the same reservation. */
const creditsOf = (line: InvoiceLineContract, lines: readonly InvoiceLineContract[]) =>
  line.kind === "usage" ? lines.filter((other) => other.credit !== null && other.reservationId === line.reservationId) : [];

function Total({
  label,
  amount,
  note,
  remark,
  isFirst = false,
}: {
  label: string;
  amount: { amount: string; currency: string };
  note?: string;
  remark?: string;
  isFirst?: boolean;
}) {
  return (
    <LedgerRow look={isFirst ? "sum" : "plain"}>
      <LedgerCell span={3} card="name">
        <span className="font-normal">{label}</span> {remark === undefined ? null : <span className="ident text-ink-3">{remark}</span>}
        {note === undefined ? null : <span className="note font-normal"> {note}</span>}
      </LedgerCell>
      <LedgerCell align="right" rule card="state">
        <span className="font-normal">
          <Money {...amount} />
        </span>
      </LedgerCell>
    </LedgerRow>
  );
}

function Line({
  organisation,
  line,
  credits,
  mayReadReports,
}: {
  organisation: string;
  line: InvoiceLineContract;
  credits: InvoiceLineContract[];
  mayReadReports: boolean;
}) {
  const opens = line.quote !== null && line.kind === "usage";
  const rowId = `origin-${line.id}`;
  return (
    <>
      <tr role="row" className={opens ? "[&:has(details[open])>*]:border-b-0" : undefined}>
        <th role="rowheader" scope="row" data-card="name" className="pl-[22px]! max-sm:pl-0!">
          {opens ? (
            <details className="group relative">
              <summary className="list-none [&::-webkit-details-marker]:hidden" aria-controls={rowId}>
                <span
                  className="no-print absolute top-[3px] -left-[19px] grid size-[13px] place-items-center border border-rule-mid bg-raised text-label leading-none font-semibold max-sm:static max-sm:mr-1.5 max-sm:inline-grid"
                  aria-hidden="true"
                >
                  <span className="group-open:hidden">+</span>
                  <span className="hidden group-open:inline">−</span>
                </span>
                <LineName line={line} />
              </summary>
            </details>
          ) : (
            <LineName line={line} />
          )}
        </th>
        <td role="cell" data-align="right" data-card="hidden">
          {line.gpuHours === null ? null : formatDecimal(line.gpuHours)}
        </td>
        <td role="cell" data-align="right" data-card="hidden">
          {line.ratePerGpuHour === null ? null : <Rate rate={line.ratePerGpuHour} />}
        </td>
        <td role="cell" data-align="right" data-rule="" data-card="state">
          <Money {...line.amount} />
        </td>
      </tr>
      {opens ? (
        <LedgerRow look="open" id={rowId}>
          <LedgerCell span={4}>
            <LineOrigin organisation={organisation} line={line} credits={credits} mayReadReports={mayReadReports} />
          </LedgerCell>
        </LedgerRow>
      ) : null}
    </>
  );
}

function LineName({ line }: { line: InvoiceLineContract }) {
  if (line.kind !== "usage") {
    return (
      <>
        {line.description}
        {line.note === null ? null : <span className="note block">{line.note}</span>}
        {line.reference === null ? null : <span className="note block">Invoiced as {line.reference}</span>}
        {line.credit === null ? null : <span className="note block">{line.credit.percent} % of the month’s charges, booked without a claim</span>}
      </>
    );
  }
  return (
    <>
      <span className="font-semibold">{line.clusterName ?? line.description}</span>{" "}
      {line.nodes === null || line.nodeType === null ? null : (
        <span className="text-small whitespace-nowrap text-ink-3">
          {line.nodes} × <span className="ident">{line.nodeType}</span>
        </span>
      )}
      {line.period === null ? null : <span className="note block">{formatRange(line.period.start, line.period.end)}</span>}
    </>
  );
}
