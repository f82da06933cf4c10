import { z } from "zod";
import { reference } from "@/lib/contracts/common";
import { DOCUMENT_KINDS, LINE_KINDS } from "@/lib/invoice-words";
import { roundHalfAwayFromZero, toDecimal } from "@/lib/money";
import { type Installment, paymentPlan } from "@/lib/payment-plan";
import { notFound } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { type Contract, exactPrice, readContract } from "../metering/contracts";
import { writeDraft } from "../composition/drafts";
import { finalise } from "../invoices/finalisation";
import { type ChargeInput, composeInvoice } from "../composition/invoice-rules";
import { prepaidKindOf } from "../composition/month-composition";
import { monthName } from "../invoices/month-name";
import { profileFor, readProfiles, taxFor } from "../profiles/profiles";

function chargeOf(contract: Contract, installment: Installment): ChargeInput {
  const kind = prepaidKindOf(contract);
  const note = {
    deposit: `25 % of the quoted price of ${toDecimal({ minor: roundHalfAwayFromZero(exactPrice(contract)), currency: contract.currency })}`,
    prepayment: "The whole price of the term",
    advance: `For ${monthName(installment.period.start)}, before the month begins`,
  }[kind];
  return {
    kind,
    description: `${LINE_KINDS[kind]}, ${contract.name}`,
    note,
    projectId: contract.projectId,
    reservationId: contract.reservationId,
    quoteId: contract.quoteId,
    clusterId: contract.cluster.id,
    amountMinor: installment.amountMinor,
  };
}

/**
 * Invoices what a confirmed reservation owes at once: the whole price, the first month or the deposit, as its quote
 * said. Finalised in the same transaction. A repeated call for the same reservation changes nothing. Errors: not_found;
 * conflict without a billing profile in the reservation's currency.
 */
export const createAdvance = command({
  name: "billing.advance.create",
  summary: "Invoice what a confirmed reservation owes in advance.",
  input: z.object({ reservationId: reference() }),
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
    const invoice = composeInvoice({ currency: contract.currency, tax: taxFor(profile, ctx.now), usages: [], charges: [chargeOf(contract, installment)] });
    const invoiceId = await writeDraft(ctx, {
      organisationId: ctx.organisationId,
      profile,
      invoice,
      kind: prepaidKindOf(contract),
      correctsId: null,
      period: installment.period,
      finaliseAt: null,
      title: `${DOCUMENT_KINDS[prepaidKindOf(contract)]}, ${contract.name}`,
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
