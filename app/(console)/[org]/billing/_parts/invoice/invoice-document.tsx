import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { Money } from "@/components/format/money";
import { formatAmount, formatDuration, formatInstant, formatRange, plural } from "@/components/format/text";
import { Brand } from "@/components/shell/brand";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-id";
import { PaidBar } from "@/components/ui/gauge";
import type { InvoiceDetail } from "@/lib/contracts/billing";
import { INVOICE_LABELS } from "@/lib/invoice-words";
import { formatCreditorReference } from "@/lib/creditor-reference";
import { InvoiceLines } from "./invoice-lines";
import { InvoiceRecords } from "./invoice-records";
import { InvoiceStatus, methodWord } from "./invoice-status";
import { PrepaidMoney } from "./prepaid-money";
import { PrintButton } from "./print-button";

type Props = { organisation: string; invoice: InvoiceDetail; now: string; mayReadReports: boolean; heading: "h1" | "h2"; above?: ReactNode };

/**
 * One invoice: the total first, how it is composed, buyer and seller, then every line down to its seconds. Prints as a
 * letter.
 */
export function InvoiceDocument({ organisation, invoice, now, mayReadReports, heading: Heading, above }: Props) {
  const base = `/${organisation}/billing/invoices/${invoice.id}`;
  const isIssued = invoice.number !== null;
  return (
    <article className="min-w-0 px-7 pt-[18px] pb-10 max-sm:p-4 print:p-0">
      <Brand className="mb-4 hidden print:flex" />
      {above}
      <header className="flex items-start justify-between gap-5 max-sm:flex-col max-sm:gap-2">
        <div className="min-w-0">
          <p className="text-ink-3">{subtitleOf(invoice)}</p>
          <Heading className="text-fig-m break-words">{invoice.number ?? `Draft, ${invoice.title}`}</Heading>
        </div>
        <div className="no-print flex flex-wrap gap-1.5">
          <PrintButton />
          {isIssued ? (
            <>
              <ButtonLink size="small" plain download href={`${base}/pdf`}>
                <Download aria-hidden="true" />
                PDF
              </ButtonLink>
              <ButtonLink size="small" plain download href={`${base}/csv`}>
                <Download aria-hidden="true" />
                CSV
              </ButtonLink>
            </>
          ) : null}
        </div>
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)_318px] items-end gap-8 pt-1 pb-[18px] max-[1180px]:grid-cols-1 max-[1180px]:gap-[18px] print:grid-cols-[minmax(0,1fr)_262px] print:gap-6">
        <Due invoice={invoice} now={now} />
        <Sum invoice={invoice} />
      </div>
      <Parties invoice={invoice} />
      <InvoiceLines organisation={organisation} invoice={invoice} mayReadReports={mayReadReports} />
      <PrepaidMoney invoice={invoice} />
      <InvoiceRecords base={base} invoice={invoice} />
    </article>
  );
}

/** "Invoice for October 2026, issued 2 Nov 2026"; an advance is titled by its reservation. */
function subtitleOf(invoice: InvoiceDetail): string {
  const issued = invoice.issuedAt === null ? "not issued yet" : `issued ${formatInstant(invoice.issuedAt, "date")}`;
  if (invoice.kind === "month") return `Invoice for ${invoice.title}, ${issued}`;
  return `${invoice.title}, ${issued}`;
}

const isNothing = (amount: string) => !/[1-9]/.test(amount);

function Due({ invoice, now }: { invoice: InvoiceDetail; now: string }) {
  const { currency } = invoice.total;
  const isCredit = invoice.kind === "credit_note";
  const isSettled = isCredit || isNothing(invoice.amountDue.amount);
  const figure = isSettled || invoice.number === null ? invoice.total : invoice.amountDue;
  return (
    <div>
      <p className="mt-3 flex flex-wrap items-baseline gap-3">
        <span className="figure text-fig-xl print:text-[34px]">
          <Money {...figure} inline />
        </span>
        <span className="font-semibold">{dueWords(invoice, currency, isSettled)}</span>
      </p>
      {isNothing(invoice.paid.amount) || isSettled ? null : (
        <div className="mt-[9px] mb-1.5">
          <PaidBar
            share={Number(invoice.paid.amount) / Number(invoice.total.amount)}
            label={`Paid ${formatAmount(invoice.paid.amount)} of ${formatAmount(invoice.total.amount)} ${currency}`}
          />
        </div>
      )}
      <p className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1.5">
        <InvoiceStatus invoice={invoice} />
        <span className="text-ink-2">{stateWords(invoice, now)}</span>
      </p>
    </div>
  );
}

function dueWords(invoice: InvoiceDetail, currency: string, isSettled: boolean): string {
  if (invoice.number === null) return `${currency} so far`;
  if (invoice.kind === "credit_note") return `${currency} credited to your account`;
  if (isSettled) return `${currency}, nothing left to pay`;
  return invoice.dueAt === null ? `${currency} to pay` : `${currency} to pay by ${formatInstant(invoice.dueAt, "date")}`;
}

function stateWords(invoice: InvoiceDetail, now: string): string {
  if (invoice.number === null)
    return invoice.finaliseAt === null ? "It gets its number when it is issued" : `It gets its number and is final on ${formatInstant(invoice.finaliseAt)} UTC`;
  const last = invoice.payments.at(-1);
  const received =
    last === undefined ? null : `${formatAmount(last.amount.amount)} received ${formatInstant(last.receivedAt, "day")} by ${methodWord(last.method)}`;
  if (isNothing(invoice.amountDue.amount) || invoice.dueAt === null) return received ?? "";
  const seconds = (Date.parse(invoice.dueAt) - Date.parse(now)) / 1000;
  const left = `${spanText(Math.abs(seconds))} ${seconds < 0 ? "over its date" : "left"}`;
  return received === null ? left : `${received}, ${left}`;
}

/** "9 days"; below a day, to the minute. */
const spanText = (seconds: number): string => (seconds >= 86_400 ? plural(Math.floor(seconds / 86_400), "day") : formatDuration(seconds));

/** The steps to the total, then what was received and what is open. */
function Sum({ invoice }: { invoice: InvoiceDetail }) {
  const isCredit = invoice.kind === "credit_note";
  const lastIndex = invoice.summary.length - 1;
  const showsOpen = !isCredit && !isNothing(invoice.paid.amount);
  return (
    <table className="w-full" aria-label="How the total comes about">
      <tbody>
        {invoice.summary.map((row, index) => (
          <SumRow key={row.label} label={row.label} isTotal={index === lastIndex} isLast={index === lastIndex && !showsOpen} amount={row.amount} />
        ))}
        {showsOpen ? (
          <>
            <SumRow label={INVOICE_LABELS.received} amount={{ ...invoice.paid, amount: `-${invoice.paid.amount}` }} />
            <SumRow label={INVOICE_LABELS.open} isTotal isLast amount={invoice.amountDue} />
          </>
        ) : null}
      </tbody>
    </table>
  );
}

function SumRow({
  label,
  amount,
  isTotal = false,
  isLast = false,
}: {
  label: string;
  amount: { amount: string; currency: string };
  isTotal?: boolean;
  isLast?: boolean;
}) {
  return (
    <tr className={isTotal ? "border-t border-ink font-semibold" : undefined}>
      <th scope="row" className={`text-left ${isTotal ? "pt-1 pb-0.5 font-semibold" : "py-0.5 font-normal"}`}>
        {label}
      </th>
      <td className={`text-right ${isTotal ? "pt-1 pb-0.5" : "py-0.5"}`}>
        {isLast ? (
          <span className="double-ruled">
            <Money {...amount} />
          </span>
        ) : (
          <Money {...amount} />
        )}
      </td>
    </tr>
  );
}

function Parties({ invoice }: { invoice: InvoiceDetail }) {
  const { seller, buyer, bank, paymentReference } = invoice;
  const reference = paymentReference === null ? null : formatCreditorReference(paymentReference);
  const paying = invoice.kind !== "credit_note";
  return (
    <dl className="mb-[18px] grid grid-cols-[1.15fr_1.15fr_1fr_1.2fr] border-t-[1.5px] border-b border-t-rule-ink border-b-rule-mid leading-[1.42] *:min-w-0 *:border-l *:border-rule *:px-3.5 *:py-[9px] *:break-words first:*:border-0 *:first:border-l-0 *:first:pl-0 max-[1180px]:grid-cols-2 max-[1180px]:*:nth-[2n+1]:border-l-0 max-[1180px]:*:nth-[2n+1]:pl-0 max-[1180px]:*:nth-[n+3]:border-t print:text-[8.5pt]">
      <Party
        title={INVOICE_LABELS.from}
        lines={[seller.name, ...seller.addressLines, ...(seller.taxId === null ? [] : [`${INVOICE_LABELS.taxId} ${seller.taxId}`])]}
      />
      <Party
        title={INVOICE_LABELS.to}
        lines={[buyer.name, ...buyer.addressLines, ...(buyer.taxId === null ? [] : [`${INVOICE_LABELS.taxId} ${buyer.taxId}`])]}
      />
      <Party
        title={INVOICE_LABELS.reference}
        lines={[
          invoice.purchaseOrders.length === 0 ? "No purchase order" : invoice.purchaseOrders.join(", "),
          ...(buyer.email === null ? [] : [`AP: ${buyer.email}`]),
          `Service ${formatRange(invoice.period.start, invoice.period.end)} UTC`,
          ...(paying ? [`Net ${invoice.netDays}`] : []),
          ...(invoice.corrects === null ? [] : [`Corrects ${invoice.corrects.number ?? ""}`]),
        ]}
      />
      <div>
        <dt className="text-small font-medium text-ink-3">{paying ? INVOICE_LABELS.payWith : INVOICE_LABELS.credited}</dt>
        <dd>
          {paying && reference !== null ? (
            <div className="flex items-center gap-1">
              <span className="ident whitespace-nowrap">{reference}</span>
              <CopyButton text={reference} what="payment reference" />
            </div>
          ) : (
            <div>{paying ? "Given when it is issued" : INVOICE_LABELS.setAgainst}</div>
          )}
          {paying ? (
            <>
              <div>
                {bank.name}, {invoice.total.currency}
              </div>
              <div className="ident">{bank.iban}</div>
              <div className="ident">{bank.bic}</div>
            </>
          ) : null}
        </dd>
      </div>
    </dl>
  );
}

function Party({ title, lines }: { title: string; lines: string[] }) {
  return (
    <div>
      <dt className="text-small font-medium text-ink-3">{title}</dt>
      {lines.map((line, index) => (
        <dd key={index}>{line}</dd>
      ))}
    </div>
  );
}
