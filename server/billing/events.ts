// What billing does when others tell it something. Each verb does its thing once, however often it is told.
import { reservationConfirmed } from "@/server/capacity";
import { type EventHandler, onEvent } from "@/server/kernel/events/events";
import { slaMonthDecided } from "@/server/reliability";
import { closeMonth } from "./invoices/close-month";
import { createAdvance } from "./invoices/create-advance";
import { invoiceFinalised } from "./published";
import { renderDocuments } from "./documents/render-documents";

export const handlers: readonly EventHandler[] = [
  onEvent(reservationConfirmed, "billing.advance", async (ctx, { reservationId }) => void (await ctx.run(createAdvance, { reservationId }))),
  onEvent(slaMonthDecided, "billing.close", async (ctx, { organisationId, month }) => void (await ctx.run(closeMonth, { month }, organisationId))),
  onEvent(invoiceFinalised, "billing.render", async (ctx, { invoiceId }) => void (await ctx.run(renderDocuments, { invoiceId }))),
];
