import { Money } from "@/components/format/money";
import { formatDecimal, formatRateFull } from "@/components/format/text";
import { Ledger, LedgerCell, LedgerRow } from "@/components/table/ledger";
import type { QuoteContract } from "@/lib/contracts/capacity";

const TAX: Record<string, string> = { O: "Tax, outside scope", AE: "Tax, reverse charge", E: "Tax, exempt", Z: "Tax, zero rated", S: "Tax" };

/** Everything that will ever be charged, line by line to the total. */
export function QuoteLines({ quote }: { quote: QuoteContract }) {
  const { currency } = quote.total;
  return (
    <>
      <Ledger
        label="Lines of the quote"
        rows={quote.lines.map((line, index) => ({ ...line, key: `${index}` }))}
        rowKey={(line) => line.key}
        columns={[
          { key: "what", head: "What", isRowHead: true, card: "name", cell: (line) => line.description },
          {
            key: "hours",
            head: "GPU-hours",
            align: "right",
            rule: true,
            card: "line",
            cell: (line) =>
              line.quantity === null ? (
                ""
              ) : (
                <span className="max-sm:text-ink-3">
                  {formatDecimal(line.quantity)}
                  <span className="sm:hidden"> GPU-hours</span>
                </span>
              ),
          },
          {
            key: "rate",
            head: "Rate",
            align: "right",
            card: "side",
            cell: (line) =>
              line.ratePerGpuHour === null ? (
                ""
              ) : (
                <span className="max-sm:text-ink-3">
                  <span className="sm:hidden">at </span>
                  {formatRateFull(line.ratePerGpuHour)}
                </span>
              ),
          },
          { key: "amount", head: `Amount, ${currency}`, align: "right", rule: true, card: "state", cell: (line) => <Money {...line.amount} /> },
        ]}
        foot={
          <>
            <LedgerRow look="sum">
              <LedgerCell span={3} card="name">
                Before tax
              </LedgerCell>
              <LedgerCell align="right" rule card="state">
                <Money {...quote.subtotal} />
              </LedgerCell>
            </LedgerRow>
            <LedgerRow look="plain">
              <LedgerCell span={3} card="name">
                {TAX[quote.taxCategory] ?? "Tax"}
              </LedgerCell>
              <LedgerCell align="right" rule card="state">
                <Money {...quote.tax} />
              </LedgerCell>
            </LedgerRow>
            <LedgerRow look="sum">
              <LedgerCell span={3} card="name">
                Total to pay, {currency}
              </LedgerCell>
              <LedgerCell align="right" rule card="state">
                <span className="figure double-ruled text-fig-m">
                  <Money {...quote.total} />
                </span>
              </LedgerCell>
            </LedgerRow>
          </>
        }
      />
      {quote.taxNote === "" ? null : <p className="note mt-2">{quote.taxNote}</p>}
    </>
  );
}
