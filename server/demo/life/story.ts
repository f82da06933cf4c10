// The demo's story on an agenda: who joins, reserves, announces and fails, each through the verb a person would use, at
// the moment the story says.
import { formatInstant, type Instant, SECONDS_PER_DAY, SECONDS_PER_HOUR, SECONDS_PER_MINUTE } from "@/lib/period";
import { toContract } from "@/lib/money";
import { instantOf } from "@/prisma/seed/moments";
import { organisations, type SeedOrganisation, sshKeyOf, staff } from "@/prisma/seed/organisations";
import { maintenance, reservations, type StoryMaintenance, type StoryReservation, storyFaults } from "@/prisma/seed/story";
import { billing } from "@/server/billing/router";
import { router as capacity } from "@/server/capacity/router";
import { router as identity } from "@/server/identity/router";
import { run } from "@/server/kernel/operation/operation";
import { router as reliability } from "@/server/reliability/router";
import type { Agenda } from "./agenda";
import type { Fleet } from "../simulator/fleet";
import { byJob, byPerson, openAccount } from "./people";

/** How much of the story to play. */
export interface Chapter {
  /** Story instants before this one are already in the past. */
  from: Instant;
  until: Instant;
  fleet: Fleet;
}

/** Puts everything in the story within [from, until) on the agenda. */
export function writeAgenda(agenda: Agenda, { from, until, fleet }: Chapter): void {
  const { anchor } = fleet;
  const at = (instant: Instant, what: () => Promise<void>): void => {
    if (instant >= from && instant < until) agenda.add(instant, what);
  };
  for (const organisation of organisations) joining(organisation, anchor, at);
  for (const window of maintenance) at(instantOf(window.announcedAt, anchor), () => announce(window, anchor));
  for (const told of reservations) {
    const quotedAt = instantOf(told.quotedAt, anchor);
    const confirmedAt = quotedAt + told.confirmedAfterMinutes * SECONDS_PER_MINUTE;
    let quoteId = "";
    at(quotedAt, async () => void (quoteId = await takeQuote(told, anchor)));
    at(confirmedAt, () => confirm(told, quoteId));
  }
  for (const fault of storyFaults) {
    at(instantOf(fault.at, anchor), async () => {
      if ((await fleet.applyFault(fault)) === null)
        throw new Error(`nobody serves in berth ${fault.berth} of ${fault.reservation} at ${formatInstant(instantOf(fault.at, anchor))}`);
    });
  }
}

type Put = (instant: Instant, what: () => Promise<void>) => void;

function joining(organisation: SeedOrganisation, anchor: Instant, at: Put): void {
  const daysAgo = (days: number): Instant => anchor - days * SECONDS_PER_DAY;
  const joinedAt = daysAgo(organisation.joinedDaysAgo);
  at(joinedAt, () => open(organisation));
  for (const key of organisation.apiKeys) {
    let id = "";
    const { name, role, readOnly, project } = key;
    const createdAt = daysAgo(key.createdDaysAgo) + 2 * SECONDS_PER_HOUR;
    at(createdAt, async () => {
      const expiresAt = key.expiresInDays === undefined ? undefined : formatInstant(daysAgo(-key.expiresInDays));
      id = (await run(identity.apiKey.create, await byPerson(key.createdBy), { name, role, readOnly, project, expiresAt })).id;
    });
    if (key.revokedDaysAgo !== undefined)
      at(daysAgo(key.revokedDaysAgo), async () => void (await run(identity.apiKey.revoke, await byPerson(key.createdBy), { id })));
  }
}

/**
 * Staff creates the organisation with its first member, then the billing profile and terms; its own people do the rest.
 */
async function open({ name, slug, country, currency, billing: terms, people, projects }: SeedOrganisation): Promise<void> {
  const [host] = staff;
  const { id } = await run(identity.organisation.create, await byPerson(host?.email ?? ""), { name, slug, country });
  const { sellerCountry: _seller, ...profile } = terms;
  await run(billing.profile.set, byJob("onboarding", id), { ...profile, country, currency });
  for (const person of people) {
    const { link } = await run(identity.member.invite, byJob("onboarding", id), person);
    await openAccount(link, person.name);
  }
  const [first] = people;
  for (const { budgetMinor, ...project } of projects) {
    await run(identity.project.create, await byPerson(first?.email ?? ""), { ...project, monthlyBudget: toContract({ minor: budgetMinor, currency }) });
  }
}

async function takeQuote(told: StoryReservation, anchor: Instant): Promise<string> {
  const start = instantOf(told.startAt, anchor);
  const { id } = await run(capacity.quote.create, await byPerson(told.by), {
    nodeType: told.nodeTypeId,
    site: told.siteId,
    nodes: told.nodes,
    start: formatInstant(start),
    end: formatInstant(start + told.termDays * SECONDS_PER_DAY),
    slaPlan: told.slaPlan,
    paymentSchedule: told.paymentSchedule,
  });
  return id;
}

async function confirm({ name, project, purchaseOrder, by }: StoryReservation, quoteId: string): Promise<void> {
  await run(capacity.reservation.create, await byPerson(by), { quoteId, name, project, purchaseOrder, sshKeys: [sshKeyOf(by)] });
}

async function announce({ siteId, title, startAt, minutes }: StoryMaintenance, anchor: Instant): Promise<void> {
  const [host] = staff;
  const start = instantOf(startAt, anchor);
  await run(reliability.maintenanceWindow.announce, await byPerson(host?.email ?? ""), {
    site: siteId,
    title,
    start: formatInstant(start),
    end: formatInstant(start + minutes * SECONDS_PER_MINUTE),
  });
}
