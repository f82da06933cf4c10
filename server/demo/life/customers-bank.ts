// The demo's customers pay their invoices: in full, in parts, sometimes late, always by bank transfer. The payment date
// derives from the invoice number, so it is the same whether the demo is loaded, advanced or left running.
import { toContract } from "@/lib/money";
import { formatInstant, type Instant, toInstant } from "@/lib/period";
import { organisations } from "@/prisma/seed/organisations";
import { paymentsOf } from "@/prisma/seed/payments";
import { billing } from "@/server/billing/router";
import { transaction } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { NETWORK } from "../simulator/fleet";
import { byJob } from "./people";

interface OpenInvoice {
  id: string;
  organisationId: string;
  slug: string;
  number: string;
  kind: string;
  currency: string;
  totalMinor: bigint;
  paidMinor: bigint;
  issuedAt: Date;
  references: string[];
}

const OPEN = `
  select i.id, i."organisationId", o.slug, i.number, i.kind, i.currency, i."totalMinor", i."paidMinor", i."issuedAt",
         array(select "externalReference" from billing.payment p where p."organisationId" = i."organisationId" and p."invoiceId" = i.id) as references
    from billing.invoice i join identity.organisation o on o.id = i."organisationId"
   where i.number is not null and i."issuedAt" is not null and i.kind <> 'credit_note' and i."totalMinor" > i."paidMinor" and o.slug = any($1)
     order by i."issuedAt", i.id`;

export interface DuePayment {
  /** The bank's reference; the same one is booked once. */
  reference: string;
  receivedAt: Instant;
  pay: () => Promise<void>;
}

const SLUGS = organisations.map(({ slug }) => slug);

/** Every future payment of the demo's customers for the invoices that are open now. */
export async function openPayments(anchor: Instant): Promise<DuePayment[]> {
  const invoices = await transaction({ ...NETWORK, readOnly: true }, (tx) => tx.sql<OpenInvoice>(OPEN, [SLUGS], "demo_open_invoices"));
  return invoices.flatMap((invoice) => {
    const { number, kind } = invoice;
    const organisation = organisations.find(({ slug }) => slug === invoice.slug)?.slug ?? "fjordlys";
    const parts = paymentsOf({ organisation, reference: number, issuedAt: toInstant(invoice.issuedAt), monthly: kind === "month" }, anchor);
    return parts.flatMap(({ receivedAt, basisPoints }, index): DuePayment[] => {
      const reference = `CT ${number} ${index + 1}`;
      if (invoice.references.includes(reference)) return [];
      return [{ reference, receivedAt, pay: () => pay(invoice.id, { reference, receivedAt, basisPoints: index === parts.length - 1 ? null : basisPoints }) }];
    });
  });
}

/** @param basisPoints share of the total; null for everything still open */
async function pay(
  invoiceId: string,
  { reference, receivedAt, basisPoints }: { reference: string; receivedAt: Instant; basisPoints: number | null },
): Promise<void> {
  const [invoice] = await transaction({ ...NETWORK, readOnly: true }, (tx) =>
    tx.sql<Pick<OpenInvoice, "organisationId" | "currency" | "totalMinor" | "paidMinor">>(
      `select "organisationId", currency, "totalMinor", "paidMinor" from billing.invoice where id = $1`,
      [invoiceId],
    ),
  );
  if (!invoice) return;
  const open = invoice.totalMinor - invoice.paidMinor;
  const share = basisPoints === null ? open : (invoice.totalMinor * BigInt(basisPoints)) / 10_000n;
  const minor = share < open ? share : open;
  if (minor <= 0n) return;
  await run(billing.payment.record, byJob("bank statement", invoice.organisationId), {
    invoiceId,
    amount: toContract({ minor, currency: invoice.currency }),
    method: "bank_transfer",
    externalReference: reference,
    receivedAt: formatInstant(receivedAt),
  });
}
