import { Money } from "@/components/format/money";
import { LedgerCell, LedgerRow } from "@/components/table/ledger";
import type { InvoiceDetail } from "@/lib/contracts/billing";
import { DOCUMENT_KINDS, INVOICE_LABELS } from "@/lib/invoice-words";

const COLUMNS = [INVOICE_LABELS.prepaid, "Used before", "Applied here", "Returned here", "Left"] as const;

/** What became of prepaid money, per contract: paid = used before + applied + returned + left. */
export function PrepaidMoney({ invoice }: { invoice: InvoiceDetail }) {
  const rows = invoice.lines.flatMap((line) => (line.prepaid === null ? [] : [{ id: line.id, name: line.clusterName ?? line.description, ...line.prepaid }]));
  if (rows.length === 0) return null;
  return (
    <table role="table" className="ledger mt-5" aria-label={`${INVOICE_LABELS.prepaid}, ${invoice.total.currency}`} data-cards="yes" data-density="close">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            Contract
          </th>
          {COLUMNS.map((column) => (
            <th key={column} role="columnheader" scope="col" data-align="right">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ id, name, kind, paid, usedBefore, applied, returned, left }) => (
          <LedgerRow key={id} look="plain">
            <LedgerCell card="name">
              {name} <span className="font-normal text-ink-3">{DOCUMENT_KINDS[kind]}</span>
            </LedgerCell>
            {[paid, usedBefore, applied, returned, left].map((amount, index) => (
              <LedgerCell key={COLUMNS[index]} align="right">
                <Money {...amount} />
              </LedgerCell>
            ))}
          </LedgerRow>
        ))}
      </tbody>
    </table>
  );
}
