// The policy of `capacity.quote.create`: current holds limit further ones.
import type { z } from "zod";
import type { createQuoteInput } from "@/lib/contracts/capacity";
import { type Instant, SECONDS_PER_HOUR, lengthOf, toInstant } from "@/lib/period";
import type { Catalogue } from "@/server/catalog";
import { asNetwork, type Tx } from "@/server/kernel/database/db";
import { env } from "@/server/kernel/process/env";
import type { ContextOf } from "@/server/kernel/operation/operation";
import { type Decision, allowed, denied } from "@/server/kernel/operation/policy";
import { buyingStandingOf } from "./buyer";
import { HOLD_LIMITS, type Hold, type HoldLimits, limitText, limitsPassed } from "./hold-rules";
import { quoteWish } from "./quote-request";
import { type HeldQuote, lockHeldQuotes } from "./quote-rows";

/** The benchmarks raise every rate of the network, including this one. */
function limitsNow(): HoldLimits {
  const scale = env().RATE_LIMIT_SCALE;
  const { quotesOfActor, quotesOfOrganisation, gpuHoursOfActor, gpuHoursOfOrganisation } = HOLD_LIMITS;
  return {
    quotesOfActor: quotesOfActor * scale,
    quotesOfOrganisation: quotesOfOrganisation * scale,
    gpuHoursOfActor: gpuHoursOfActor * scale,
    gpuHoursOfOrganisation: gpuHoursOfOrganisation * scale,
  };
}

export async function mayHold(ctx: ContextOf<"project">, input: z.output<typeof createQuoteInput>): Promise<Decision<never>> {
  // Sequential: counting may need network scope, which the read of the buyer must not share.
  const { catalogue } = await buyingStandingOf(ctx.tx, ctx.organisationId);
  const held = await heldByAll(ctx);
  const wish = quoteWish(catalogue, input, toInstant(ctx.now));
  const asked: Hold = { createdBy: ctx.actor.id, gpuHours: (wish.nodes * wish.nodeType.gpuCount * lengthOf(wish.window)) / SECONDS_PER_HOUR };
  const limits = limitsPassed(
    held.map((quote) => holdOf(catalogue, quote)),
    asked,
    limitsNow(),
  );
  const [first] = limits;
  if (!first) return allowed;
  const next = held[0]?.expiresAt;
  return denied({
    code: "limit_reached",
    detail: limitText(first),
    limits,
    suggestion: `Release a quote you do not need (DELETE /quotes/{id}; GET /quotes?state=held lists them), confirm one, or wait${next ? ` until ${next.toISOString()}, when the next one expires` : ""}.`,
    ...(next && { retryAfterSeconds: Math.max(1, secondsUntil(toInstant(next), toInstant(ctx.now))) }),
  });
}

/** The organisation's limit counts all its holds, even for a caller who sees only the holds of their projects. */
function heldByAll({ tx, organisationId, projectIds, now }: ContextOf<"project">): Promise<HeldQuote[]> {
  const lock = (within: Tx) => lockHeldQuotes(within, organisationId, now);
  return projectIds === null ? lock(tx) : asNetwork(tx, lock);
}

const secondsUntil = (later: Instant, now: Instant): number => later - now;

function holdOf(catalogue: Catalogue, { createdBy, nodeTypeId, nodes, startAt, endAt }: HeldQuote): Hold {
  const gpus = nodes * (catalogue.nodeTypes.get(nodeTypeId)?.gpuCount ?? 1);
  return { createdBy, gpuHours: (gpus * (endAt.getTime() - startAt.getTime())) / (SECONDS_PER_HOUR * 1000) };
}
