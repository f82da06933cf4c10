// Holding is free, so it is limited: how many quotes, and how many GPU-hours, one buyer can keep from everybody else.
// Pure; the policy of `capacity.quote.create` counts the rows under a lock.
import type { ProblemLimit } from "@/lib/contracts/common";

export interface HoldLimits {
  quotesOfActor: number;
  quotesOfOrganisation: number;
  gpuHoursOfActor: number;
  gpuHoursOfOrganisation: number;
}

/** Enough to compare a handful of sites, but not to empty the network. */
export const HOLD_LIMITS: HoldLimits = { quotesOfActor: 10, quotesOfOrganisation: 20, gpuHoursOfActor: 500_000, gpuHoursOfOrganisation: 1_000_000 };

export interface Hold {
  createdBy: string;
  gpuHours: number;
}

/**
 * The limits another hold would exceed; empty when it is allowed. A buyer who holds nothing can hold one quote of any
 * size, so large contracts are quoted like small ones, one at a time.
 */
export function limitsPassed(held: readonly Hold[], asked: Hold, limits: HoldLimits = HOLD_LIMITS): ProblemLimit[] {
  const own = held.filter((hold) => hold.createdBy === asked.createdBy);
  const hours = (holds: readonly Hold[]): number => holds.reduce((sum, hold) => sum + hold.gpuHours, 0);
  const counted: ProblemLimit[] = [
    { name: "heldQuotesOfActor", limit: limits.quotesOfActor, used: own.length, asked: 1 },
    { name: "heldQuotesOfOrganisation", limit: limits.quotesOfOrganisation, used: held.length, asked: 1 },
  ];
  const sized: ProblemLimit[] = [
    { name: "heldGpuHoursOfActor", limit: limits.gpuHoursOfActor, used: hours(own), asked: asked.gpuHours },
    { name: "heldGpuHoursOfOrganisation", limit: limits.gpuHoursOfOrganisation, used: hours(held), asked: asked.gpuHours },
  ];
  return [...counted, ...(held.length === 0 ? [] : sized)].filter(({ limit, used, asked: more }) => used + more > limit);
}

const LIMIT_WORDS: Readonly<Record<string, string>> = {
  heldQuotesOfActor: "held quotes for one person or key",
  heldQuotesOfOrganisation: "held quotes for your organisation",
  heldGpuHoursOfActor: "held GPU-hours for one person or key",
  heldGpuHoursOfOrganisation: "held GPU-hours for your organisation",
};

const count = (value: number): string => value.toLocaleString("en");

/** "The limit is 10 held quotes for one person or key: 10 are held, and this would add 1." */
export const limitText = ({ name, limit, used, asked }: ProblemLimit): string =>
  `The limit is ${count(limit)} ${LIMIT_WORDS[name] ?? name}: ${count(used)} are held, and this would add ${count(asked)}.`;
