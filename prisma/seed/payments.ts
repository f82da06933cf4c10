import { addMonths, type Instant, monthOf, SECONDS_PER_DAY, SECONDS_PER_HOUR, startOfDay } from "@/lib/period";
import type { SeedOrganisation } from "./organisations";
import { fractionOf } from "./random";

export interface StoryInvoice {
  organisation: SeedOrganisation["slug"];
  /** Number or id: determines the payment day, so the same invoice is always paid on the same day. */
  reference: string;
  issuedAt: Instant;
  /** True for a closed month's invoice, false for a deposit or an advance. */
  monthly: boolean;
}

/** An incoming payment: a part of the invoice's total, in basis points. The parts of one invoice add up to 10,000. */
export interface StoryPayment {
  receivedAt: Instant;
  basisPoints: number;
}

/**
 * When an invoice is paid, in one or two parts. At the demo's now the invoices of the current month are open, Fjordlys'
 * invoice for the month before is half paid, and everything older is paid; open ones are paid later, live.
 */
export function paymentsOf(invoice: StoryInvoice, now: Instant): StoryPayment[] {
  const chance = fractionOf(`payment/${invoice.organisation}/${invoice.reference}`);
  const habit = invoice.organisation === "fjordlys" ? 15 : 9;
  // One invoice in ten is paid twelve days late.
  const days = habit + Math.floor(chance * 14) + (chance > 0.9 ? 12 : 0);
  const usual = inBankingHours(invoice.issuedAt + days * SECONDS_PER_DAY, chance);
  const beforeNow = Math.max(invoice.issuedAt + SECONDS_PER_HOUR, Math.min(usual, now - SECONDS_PER_HOUR));
  const later = inBankingHours(now + (3 + Math.floor(chance * 7)) * SECONDS_PER_DAY, chance);
  const issuedIn = monthOf(invoice.issuedAt);
  if (issuedIn === monthOf(now)) return [{ receivedAt: Math.max(usual, later), basisPoints: 10_000 }];
  const lastMonth = issuedIn === addMonths(monthOf(now), -1);
  if (lastMonth && invoice.monthly && invoice.organisation === "fjordlys") {
    return [
      { receivedAt: beforeNow, basisPoints: 5_200 },
      { receivedAt: later, basisPoints: 4_800 },
    ];
  }
  return [{ receivedAt: issuedIn < monthOf(now) ? beforeNow : usual, basisPoints: 10_000 }];
}

/** Bank statements arrive between 06:00 and 10:00 UTC. */
function inBankingHours(instant: Instant, chance: number): Instant {
  return startOfDay(instant) + 6 * SECONDS_PER_HOUR + Math.floor(chance * 4 * SECONDS_PER_HOUR);
}
