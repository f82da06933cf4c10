import { z } from "zod";
import { type Installment, paymentPlan } from "@/lib/payment-plan";
import { notFound } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { type Contract, exactPrice, readContract } from "../metering/contracts";
import { writeDraft } from "./drafts";
import { finalise } from "./finalisation";
import { type ChargeInput, composeInvoice } from "./invoice-rules";
import { monthName } from "./month-name";
import { profileFor, readProfiles, taxFor } from "../profiles/profiles";

const TITLE: Record<Exclude<Installment["kind"], "arrears">, string> = { upfront: "Prepayment", deposit: "Deposit", advance: "Advance" };

function chargeOf(contract: Contract, installment: Installment, kind: keyof typeof TITLE): ChargeInput {
  const what = kind === "deposit" ? "Deposit of 25 %" : kind === "upfront" ? "Whole price, paid in advance" : `Advance for ${monthName(installment.period.start)}`;
  return {
    kind: kind === "deposit" ? "deposit" : "prepayment",
    description: `${what}, ${contract.name}`,
    projectId: contract.projectId,
    reservationId: contract.reservationId,
    quoteId: contract.quoteId,
    clusterId: contract.cluster?.id ?? null,
    amountMinor: installment.amountMinor,
  };
}

/**
 * Invoices what a confirmed reservation owes at once: the whole price, the first month or the deposit, as its quote
 * said. Final in the same transaction. Asked again for the same reservation it changes nothing.
 * Errors: not_found; conflict without a billing profile in the reservation's currency.
 */
export const createAdvance = command({
  name: "billing.advance.create",
  summary: "Invoice what a confirmed reservation owes in advance.",
  input: z.object({ reservationId: z.string().max(60) }),
  output: z.object({ invoiceId: z.string().nullable(), number: z.string().nullable() }),
  permission: "system.run",
  tenancy: "organisation",
  rate: "write",
  audit: { subject: (input, output) => output.invoiceId ?? input.reservationId },
  idempotency: "natural",
  handler: async (ctx, { reservationId }) => {
    const [contract, profiles] = await Promise.all([readContract(ctx.tx, ctx.organisationId, reservationId), readProfiles(ctx.tx, ctx.organisationId)]);
    if (!contract) throw notFound("reservation", reservationId);
    const plan = paymentPlan(contract.paymentSchedule, exactPrice(contract), contract.window);
    const [installment] = plan.filter((part) => part.invoicedAt === null && part.amountMinor > 0n);
    if (!installment || installment.kind === "arrears") return { invoiceId: null, number: null };
    const profile = profileFor(profiles, contract.currency);
    const invoice = composeInvoice({ currency: contract.currency, tax: taxFor(profile, ctx.now), usages: [], charges: [chargeOf(contract, installment, installment.kind)] });
    const invoiceId = await writeDraft(ctx, {
      organisationId: ctx.organisationId, profile, invoice, kind: "advance", period: installment.period, finaliseAt: null,
      title: `${TITLE[installment.kind]}, ${contract.name}`,
      sourceReference: `advance:${reservationId}`,
      purchaseOrders: contract.purchaseOrder === null ? [] : [contract.purchaseOrder],
      contextOf: () => ({ contract, period: installment.period }),
    });
    if (invoiceId === null) {
      const [existing] = await ctx.tx.sql<{ invoiceId: string; number: string | null }>(
        `select id as "invoiceId", number from "Invoice" where "organisationId" = $1 and "sourceReference" = $2`,
        [ctx.organisationId, `advance:${reservationId}`],
      );
      return existing ?? { invoiceId: null, number: null };
    }
    const { number } = await finalise(ctx, invoiceId);
    return { invoiceId, number };
  },
});
