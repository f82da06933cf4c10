// From `Authorization: Bearer` to an actor. Keys are found by their HMAC and cached for two seconds, so a busy program
// costs no look-up and a revoked key stops working within them.
import { accessBy, memberAccess } from "@/lib/permissions";
import { type Credential, useApiKey } from "@/server/identity";
import type { Actor } from "@/server/kernel/operation/actor";
import { now, systemMilliseconds } from "@/server/kernel/process/clock";
import { transaction } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { refuseExhausted, takeRateOf } from "@/server/kernel/operation/rate-limit";
import { hashApiKey, isApiKey } from "@/server/kernel/process/secrets";

const KEPT_MILLISECONDS = 2_000;
const MAX_KEPT = 10_000;

interface Known {
  actor: Actor;
  expiresAt: number | null;
  keptUntil: number;
}
const kept = new Map<string, Known>();

/** Keys that were valid here: their look-up is never refused because of other attempts from the same address. */
const met = new Set<string>();

function actorOf(credential: Credential): Actor | null {
  const { id, name: label, projectId, readOnly } = credential;
  if (credential.kind === "node")
    return { kind: "node", id, label, access: accessBy("node", { kind: "pools", poolIds: credential.poolIds }), sources: credential.sources };
  if (credential.kind === "operator") return { kind: "apiKey", id, label, access: accessBy("operator", { kind: "network" }), readOnly };
  if (credential.organisationId === null || credential.role === null) return null;
  return { kind: "apiKey", id, label, access: memberAccess(credential.role, credential.organisationId, projectId === null ? null : [projectId]), readOnly };
}

async function find(hash: string): Promise<Known | null> {
  const credential = await transaction({ organisationId: null, network: true, readOnly: false }, (tx) => useApiKey(tx, hash, now()));
  const actor = credential && actorOf(credential);
  if (!actor) {
    met.delete(hash);
    return null;
  }
  if (kept.size >= MAX_KEPT) kept.clear();
  if (met.size >= MAX_KEPT) met.clear();
  met.add(hash);
  const known = { actor, expiresAt: credential.expiresAt?.getTime() ?? null, keptUntil: systemMilliseconds() + KEPT_MILLISECONDS };
  kept.set(hash, known);
  return known;
}

const refused = () => new OperationError("unauthenticated", "The API key is unknown, expired or revoked.");

/**
 * The actor behind an Authorization header; null when there is none.
 * @throws OperationError unauthenticated for an invalid key, rate_limited for an address that keeps trying
 */
export async function actorOfHeader(header: string | undefined, address: string): Promise<Actor | null> {
  if (header === undefined) return null;
  const subject = `key:${address}`;
  const key = /^Bearer +(\S+)$/i.exec(header)?.[1];
  if (key !== undefined && isApiKey(key)) {
    const hash = hashApiKey(key);
    const cached = kept.get(hash);
    const fresh = cached && cached.keptUntil > systemMilliseconds();
    // An address that has used up its share of invalid keys gets no further look-ups.
    if (!fresh && !met.has(hash)) await refuseExhausted("auth", subject);
    const known = fresh ? cached : await find(hash);
    if (known && (known.expiresAt === null || known.expiresAt > now().getTime())) return known.actor;
  }
  await takeRateOf("auth", subject);
  throw refused();
}

/** Whether an actor can see the process's own metrics. */
export const isStaff = (actor: Actor | null): boolean => actor?.access.may("network.read") ?? false;
