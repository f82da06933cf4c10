import { Money } from "@/components/format/money";
import { formatBytes, formatInstant } from "@/components/format/text";
import { CopyButton } from "@/components/ui/copy-id";
import { KeyValue, type Pair } from "@/components/ui/key-value";
import { SectionHead } from "@/components/ui/section-head";
import type { InvoiceDetail } from "@/lib/contracts/billing";
import { methodWord } from "./invoice-status";

const KIND_WORD = { pdf: "PDF, A4", csv: "CSV" } as const;

/** Payments received, and the documents sent with the hashes that prove them unchanged. */
export function InvoiceRecords({ base, invoice }: { base: string; invoice: InvoiceDetail }) {
  const isOpen = /[1-9]/.test(invoice.amountDue.amount) && invoice.kind !== "credit_note";
  const payments: Pair[] = [
    ...invoice.payments.map((payment) => ({
      key: payment.id,
      name: `${formatInstant(payment.receivedAt, "date")}, ${methodWord(payment.method)}`,
      note: <span className="break-all">reference {payment.externalReference}</span>,
      value: <Money {...payment.amount} />,
    })),
    ...(isOpen && invoice.dueAt !== null
      ? [
          {
            key: "due",
            name: `${formatInstant(invoice.dueAt, "date")}, due`,
            value: (
              <b className="font-semibold">
                <Money {...invoice.amountDue} />
              </b>
            ),
          },
        ]
      : []),
    ...(invoice.nextReminderAt === null
      ? []
      : [{ key: "reminder", name: "Reminder to AP", value: `${formatInstant(invoice.nextReminderAt)} UTC`, quiet: true }]),
  ];
  return (
    <div className="mt-[22px] grid grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)] gap-8 max-[1000px]:grid-cols-1 max-[1000px]:gap-[18px] print:grid-cols-1">
      <section>
        <SectionHead>Payments</SectionHead>
        {payments.length === 0 ? (
          <p className="border-t-[1.5px] border-rule-ink pt-1.5 text-ink-2">
            {invoice.kind === "credit_note" ? "A credit note is not paid; it is set against what you owe." : "Nothing was received or is owed yet."}
          </p>
        ) : (
          <KeyValue ruled pairs={payments} />
        )}
      </section>
      <section className="no-print">
        <SectionHead>Documents</SectionHead>
        {invoice.documents.length === 0 ? (
          <p className="border-t-[1.5px] border-rule-ink pt-1.5 text-ink-2">
            {invoice.number === null ? "Documents are made once, when the invoice is final." : "The documents are being made; they stand here in a minute."}
          </p>
        ) : (
          <ul className="border-t-[1.5px] border-rule-ink">
            {invoice.documents.map((document) => (
              <li key={document.kind} className="grid grid-cols-[1fr_auto_auto] items-center gap-x-4 border-b border-rule py-[5px]">
                <a href={`${base}/${document.kind}`} download>
                  {KIND_WORD[document.kind]}
                </a>
                <span className="text-ink-3">{formatBytes(document.sizeBytes)}</span>
                <span className="ident flex items-center gap-0.5 text-ink-3" title={`SHA-256 ${document.sha256}`}>
                  SHA-256 {document.sha256.slice(0, 6)}…{document.sha256.slice(-4)}
                  <CopyButton text={document.sha256} what={`SHA-256 of the ${document.kind.toUpperCase()}`} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
