// Test helpers that put reservations into their states, for this module and those above.
import type { QuoteContract, ReservationContract } from "@/lib/contracts/capacity";
import { SECONDS_PER_DAY, SECONDS_PER_HOUR, ceilToHour, formatInstant, toInstant } from "@/lib/period";
import { type TestNetwork, testNetwork } from "@/server/catalog/testing/network";
import { now } from "@/server/kernel/process/clock";
import type { Caller } from "@/server/kernel/operation/actor";
import { run } from "@/server/kernel/operation/operation";
import type { TestTenant } from "@/server/kernel/testing";
import { createQuote } from "../quotes/create-quote";
import { createReservation } from "../reservations/create-reservation";

interface Wish {
  /** Who takes the quote; an engineer by default. */
  caller?: Caller;
  network?: TestNetwork;
  nodes?: number;
  /** Hours from the next whole hour to the start. */
  startsInHours?: number;
  hours?: number;
}

/** A window of whole hours that starts this many hours after the next one. */
export function windowFromNow(startsInHours: number, hours: number): { start: string; end: string } {
  const start = ceilToHour(toInstant(now())) + startsInHours * SECONDS_PER_HOUR;
  return { start: formatInstant(start), end: formatInstant(start + hours * SECONDS_PER_HOUR) };
}

/** A held quote, by default for two nodes over one day from tomorrow, in its own network. */
export async function testQuote(
  tenant: TestTenant,
  { network, caller, nodes = 2, startsInHours = 24, hours = SECONDS_PER_DAY / SECONDS_PER_HOUR }: Wish = {},
): Promise<QuoteContract> {
  const { nodeTypeId, siteIds } = network ?? (await testNetwork());
  return run(createQuote, caller ?? tenant.as("engineer"), { nodeType: nodeTypeId, site: siteIds[0], nodes, ...windowFromNow(startsInHours, hours) });
}

/** Reservations made so far, by organisation, because live names are unique. */
const reserved = new Map<string, number>();

/** A confirmed reservation in the tenant's project, with a unique name. */
export async function testReservation(tenant: TestTenant, wish: Wish = {}): Promise<ReservationContract> {
  const quote = await testQuote(tenant, wish);
  const number = (reserved.get(tenant.organisationId) ?? 0) + 1;
  reserved.set(tenant.organisationId, number);
  return run(createReservation, tenant.as("engineer"), { quoteId: quote.id, name: `training-${number}`, project: tenant.projectSlug, purchaseOrder: "PO-1" });
}
