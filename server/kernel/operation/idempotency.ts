// One effect per key: the key is claimed by a row in the transaction of the effect, so both exist or neither does. A
// second call with the same key waits on that row and then finds the stored answer. A key belongs to the actor who sent
// it, so nobody gets another actor's answer.
import { createHash } from "node:crypto";
import type { Caller } from "./actor";
import type { Scope, Tx } from "../database/db";
import { OperationError } from "./errors";

const KEPT_DAYS = 7;
const SWEEP_AT_ONCE = 50_000;
const KEY = /^[\x21-\x7e]{1,200}$/;

export interface Claim {
  kind: "claimed";
  organisationId: string;
  actorId: string;
  key: string;
}
export interface Replay {
  kind: "replay";
  answer: unknown;
}

/** Equal content gives an equal value: keys sorted, instants and bigints as text. */
function canonical(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, inner]) => [name, canonical(inner)]),
    );
  }
  return value;
}

const hashOf = (verb: string, input: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify([verb, canonical(input)]))
    .digest("hex");

// The dummy update locks the row of an earlier claim, waits for its transaction and returns what it stored, in one
// round trip. xmax is 0 only on a row inserted by this statement.
const CLAIM = `
  insert into "IdempotencyKey" as k ("organisationId", "actorId", key, verb, "requestHash", "createdAt") values ($1, $2, $3, $4, $5, $6)
  on conflict ("organisationId", "actorId", key) do update set key = k.key
  returning xmax = 0 as claimed, k."requestHash" as "requestHash", k.answer as answer`;

/**
 * Claims the caller's key, or finds the answer it already has. Our own jobs can omit the key: null.
 * @throws OperationError idempotency_key_required, idempotency_key_reused
 */
export async function claimKey(tx: Tx, caller: Caller, scope: Scope, verb: string, input: unknown, now: Date): Promise<Claim | Replay | null> {
  const key = caller.idempotencyKey;
  if (key === undefined) {
    if (caller.actor?.kind === "system") return null;
    throw new OperationError("idempotency_key_required", "This call creates something or moves money, so it needs an Idempotency-Key.");
  }
  if (!KEY.test(key)) {
    throw new OperationError("validation_failed", "The Idempotency-Key must have 1 to 200 printable ASCII characters without spaces.", {
      errors: [{ pointer: "/headers/idempotency-key", message: "must have 1 to 200 printable ASCII characters without spaces" }],
    });
  }
  const organisationId = scope.organisationId ?? "network";
  const actorId = caller.actor?.id ?? "anonymous";
  const requestHash = hashOf(verb, input);
  const [row] = await tx.sql<{ claimed: boolean; requestHash: string; answer: unknown }>(
    CLAIM,
    [organisationId, actorId, key, verb, requestHash, now],
    "idempotency_claim",
  );
  if (!row || row.claimed) return { kind: "claimed", organisationId, actorId, key };
  if (row.requestHash !== requestHash) {
    throw new OperationError("idempotency_key_reused", "This Idempotency-Key was sent before with another request.");
  }
  return { kind: "replay", answer: row.answer };
}

/** Removes keys past their retention, a bounded number at once. Returns the number removed. */
export function sweepKeys(tx: Tx, now: Date): Promise<number> {
  return tx.exec(
    `delete from "IdempotencyKey" where ctid = any(array(
       select ctid from "IdempotencyKey" where "createdAt" < $1::timestamptz - make_interval(days => ${KEPT_DAYS}) limit ${SWEEP_AT_ONCE}))`,
    [now],
  );
}
