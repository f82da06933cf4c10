// Puts each future payment on the agenda once.
import type { Instant } from "@/lib/period";
import type { Agenda } from "./agenda";
import { openPayments } from "./customers-bank";

export class PaymentBook {
  readonly #entered = new Set<string>();

  constructor(
    readonly anchor: Instant,
    readonly agenda: Agenda,
  ) {}

  /** Looks for new invoices. Overdue payments are made now. */
  async look(now: Instant): Promise<void> {
    for (const { reference, receivedAt, pay } of await openPayments(this.anchor)) {
      if (this.#entered.has(reference)) continue;
      this.#entered.add(reference);
      this.agenda.add(Math.max(receivedAt, now), pay);
    }
  }
}
