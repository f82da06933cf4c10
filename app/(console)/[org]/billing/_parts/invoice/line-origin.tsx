import Link from "next/link";
import { Money } from "@/components/format/money";
import { CopyButton } from "@/components/ui/copy-id";
import { formatAmount, formatCount, formatDecimal, formatInstant, formatRate } from "@/components/format/text";
import { notChargedWord } from "@/lib/invoice-words";
import type { InvoiceLineContract } from "@/lib/contracts/billing";

type Props = { organisation: string; line: InvoiceLineContract; credits: InvoiceLineContract[]; mayReadReports: boolean };

/** The origin of an amount: 1 the quote, 2 what was metered, 3 what was credited. */
export function LineOrigin({ organisation, line, credits, mayReadReports }: Props) {
  return (
    <div className="grid grid-cols-[178px_minmax(0,1fr)_176px] border border-rule bg-sunk text-small leading-[1.45] *:min-w-0 *:border-l *:border-rule *:px-3 *:pt-2 *:pb-[9px] *:first:border-l-0 max-lg:grid-cols-1 max-lg:*:border-t max-lg:*:border-l-0 max-lg:*:first:border-t-0 print:grid-cols-1">
      <QuoteStep organisation={organisation} line={line} />
      <MeteredStep line={line} />
      <CreditStep organisation={organisation} line={line} credits={credits} mayReadReports={mayReadReports} />
    </div>
  );
}

const Step = ({ children }: { children: string }) => <p className="mb-[3px] font-semibold">{children}</p>;

function QuoteStep({ organisation, line }: { organisation: string; line: InvoiceLineContract }) {
  const { quote } = line;
  if (quote === null) return null;
  return (
    <div>
      <Step>1 Quote</Step>
      <p className="text-ink-2">
        <span className="flex items-center gap-0.5">
          <Link href={`/${organisation}/reserve/quotes/${quote.id}`} className="ident truncate" title={quote.id}>
            {quote.id}
          </Link>
          <CopyButton text={quote.id} what="quote id" />
        </span>
        accepted {formatInstant(quote.acceptedAt, "date")} {formatInstant(quote.acceptedAt, "time")} by {quote.acceptedBy}
        {quote.purchaseOrder === null ? null : (
          <>
            , <span className="whitespace-nowrap">{quote.purchaseOrder}</span>
          </>
        )}
        . Locked rate {formatRate(quote.ratePerGpuHour)}, plan {quote.slaPlan}.
      </p>
      {line.clusterId === null ? null : (
        <p className="no-print mt-1">
          <Link href={`/${organisation}/clusters/${line.clusterId}`}>Cluster {line.clusterName}</Link>
        </p>
      )}
    </div>
  );
}

// The lines' own table styles every cell inside it; these few override it.
const HEAD = "p-0! pr-2! pb-[3px]! shadow-none! bg-transparent!";
const CELL = "border-b border-rule py-[3px]! pr-2! whitespace-nowrap bg-transparent! align-top!";

function MeteredStep({ line }: { line: InvoiceLineContract }) {
  const { currency } = line.amount;
  return (
    <div
      className="relative overflow-x-auto focus-visible:-outline-offset-2"
      tabIndex={0}
      role="region"
      aria-label={`Metered time of ${line.clusterName ?? line.description}`}
    >
      <Step>2 Metered</Step>
      <table className="w-full">
        <thead>
          <tr className="border-b border-rule-mid">
            <th scope="col" className={HEAD}>
              From, UTC
            </th>
            <th scope="col" className={HEAD}>
              To
            </th>
            {["Nodes", "Seconds each", "GPU-hours", currency].map((head) => (
              <th key={head} scope="col" className={`${HEAD} text-right!`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {line.metered.map((segment) => {
            const lost = !segment.charged;
            return (
              <tr key={`${segment.start} ${segment.reason}`} className={lost ? "text-down print:text-ink" : undefined}>
                <td className={CELL}>
                  {lost ? <b className="block font-semibold">{notChargedWord(segment.reason)}</b> : null}
                  {secondText(segment.start)}
                </td>
                <td className={CELL}>{secondText(segment.end)}</td>
                <td className={`${CELL} text-right!`}>{formatCount(segment.nodes)}</td>
                <td className={`${CELL} text-right!`}>{formatCount(segment.secondsEach)}</td>
                <td className={`${CELL} text-right!`}>{lost ? "not charged" : formatDecimal(segment.gpuHours)}</td>
                <td className={`${CELL} text-right!`}>
                  <Money {...segment.amount} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** "14 Oct 03:12:00": metered time is shown to the second. */
const secondText = (at: string): string => `${formatInstant(at, "day")} ${formatInstant(at, "seconds")}`;

function CreditStep({ organisation, line, credits, mayReadReports }: Props) {
  return (
    <div>
      <Step>3 Credit</Step>
      {credits.length === 0 ? <p className="text-ink-2">None: the promises of this month were kept.</p> : null}
      {credits.map(({ id, credit, amount }) =>
        credit === null ? null : (
          <p key={id} className="text-ink-2">
            {credit.reason.charAt(0).toUpperCase()}
            {credit.reason.slice(1)}: {credit.percent}&nbsp;% of {formatAmount(credit.base.amount)} is {formatAmount(amount.amount)}.{" "}
            {mayReadReports ? (
              <Link className="no-print" href={`/${organisation}/reliability?month=${line.period?.start.slice(0, 7) ?? ""}`}>
                Report
              </Link>
            ) : null}
          </p>
        ),
      )}
    </div>
  );
}
