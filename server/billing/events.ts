// Event handlers of billing. Each verb is idempotent.
import { reservationConfirmed } from "@/server/capacity";
import { type EventHandler, onEvent } from "@/server/kernel/events/events";
import { slaMonthDecided, slaMonthRevised } from "@/server/reliability";
import { closeMonth } from "./months/close-month";
import { closableMonths, wasClosedUndecided } from "./months/closable-months";
import { createAdvance } from "./months/create-advance";
import { reviseMonth } from "./months/revise-month";
import { invoiceFinalised } from "./published";
import { renderDocuments } from "./documents/render-documents";

export const handlers: readonly EventHandler[] = [
  onEvent(reservationConfirmed, "billing.advance", async (ctx, { reservationId }) => void (await ctx.run(createAdvance, { reservationId }))),
  onEvent(slaMonthDecided, "billing.close", async (ctx, { organisationId, month }) => {
    // Months are decided at the same time and their events arrive in any order: the last one closes every month that
    // waited.
    for (const due of await closableMonths(ctx.tx, organisationId, ctx.now)) await ctx.run(closeMonth, { month: due }, organisationId);
    // A month closed by hand before it was decided gets its credits now. Others wait for their reports' next revision,
    // also when this event comes again: corrections follow decisions, never measurements nobody decided on.
    if (await wasClosedUndecided(ctx.tx, organisationId, month)) await ctx.run(reviseMonth, { month }, organisationId);
  }),
  onEvent(slaMonthRevised, "billing.revise", async (ctx, { organisationId, month }) => void (await ctx.run(reviseMonth, { month }, organisationId))),
  onEvent(invoiceFinalised, "billing.render", async (ctx, { invoiceId }) => void (await ctx.run(renderDocuments, { invoiceId }))),
];
