// Rate limits. Counted in this process's memory: with several processes a caller gets up to that many times the limit,
// which protects each of them just as well and saves a round trip.
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Caller } from "./actor";
import { env } from "../process/env";
import { OperationError, type RateState } from "./errors";

export type { RateState } from "./errors";

/** Points per number of seconds, and the reason for each limit. */
const CLASSES = {
  // A page makes about ten reads and a poller a few per second; a program that pages through a year of invoices stays
  // below.
  read: { points: 18_000, seconds: 60 },
  // Writes lock rows and are audited; nobody reserves 50 times a second intentionally.
  write: { points: 3_000, seconds: 60 },
  // A worldwide search computes over every pool; a slider in the console sends at most five a second.
  search: { points: 1_200, seconds: 60 },
  // Calls with a slow hash or a look-up before the caller is known, limited by address. Guessing at one account is
  // limited by server/identity/sign-in/throttle.ts; an office behind one address signs in at nine.
  auth: { points: 300, seconds: 60 },
  // A collector sends 5,000 signals per call: this allows 30,000 calls, or 2.5 million signals a second, from one
  // credential.
  signals: { points: 30_000, seconds: 60 },
} as const;

type Limited = keyof typeof CLASSES;
/** free: calls that must always work and cost less than counting them. */
export type RateClass = Limited | "free";

let limiters: Record<Limited, RateLimiterMemory> | undefined;

const limitOf = (rate: Limited): number => Math.max(1, Math.round(CLASSES[rate].points * env().RATE_LIMIT_SCALE));

function limiter(rate: Limited): RateLimiterMemory {
  const make = (name: Limited) => new RateLimiterMemory({ keyPrefix: name, points: limitOf(name), duration: CLASSES[name].seconds });
  limiters ??= { read: make("read"), write: make("write"), search: make("search"), auth: make("auth"), signals: make("signals") };
  return limiters[rate];
}

/**
 * Counts one call against a subject's limit.
 * @throws OperationError rate_limited, with the seconds to wait
 */
export async function takeRateOf(rate: Limited, subject: string): Promise<RateState> {
  const limit = limitOf(rate);
  try {
    const state = await limiter(rate).consume(subject);
    return { limit, remaining: state.remainingPoints, resetSeconds: Math.ceil(state.msBeforeNext / 1000) };
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw tooFast(rate, refusal);
  }
}

function tooFast(rate: Limited, { msBeforeNext }: RateLimiterRes): OperationError {
  const wait = Math.max(1, Math.ceil(msBeforeNext / 1000));
  const limit = limitOf(rate);
  return new OperationError("rate_limited", `More than ${limit} calls of this kind in ${CLASSES[rate].seconds} seconds.`, {
    retryAfterSeconds: wait,
    rate: { limit, remaining: 0, resetSeconds: wait },
  });
}

/**
 * Refuses a subject whose limit is used up, without counting the call.
 * @throws OperationError rate_limited, with the seconds to wait
 */
export async function refuseExhausted(rate: Limited, subject: string): Promise<void> {
  const state = await limiter(rate).get(subject);
  if (state && state.consumedPoints >= limitOf(rate)) throw tooFast(rate, state);
}

/** The subject of a call: the actor, or the address when nobody is signed in. Our own jobs are not limited. */
export async function takeRate(rate: RateClass, caller: Caller): Promise<RateState | null> {
  const { actor } = caller;
  if (rate === "free" || actor?.kind === "system") return null;
  return takeRateOf(rate, actor ? `${actor.kind}:${actor.id}` : `address:${caller.address ?? "none"}`);
}
