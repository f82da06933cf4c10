// From `Authorization: Bearer` to the one who acts. Keys are found by their HMAC; what was found is kept for two seconds,
// so a busy program costs no look-up and a revoked key is out within them.
import { accessBy, memberAccess, type MemberRole } from "@/lib/permissions";
import type { Actor } from "@/server/kernel/operation/actor";
import { now, systemMilliseconds } from "@/server/kernel/process/clock";
import { transaction } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { takeRateOf } from "@/server/kernel/operation/rate-limit";
import { hashApiKey, isApiKey } from "@/server/kernel/process/secrets";

const KEPT_MILLISECONDS = 2_000;
const MOST_KEPT = 10_000;

interface Known {
  actor: Actor;
  expiresAt: number | null;
  keptUntil: number;
}
const kept = new Map<string, Known>();

interface KeyRow {
  id: string;
  kind: "customer" | "node" | "operator";
  organisationId: string | null;
  projectId: string | null;
  name: string;
  role: MemberRole | null;
  readOnly: boolean;
  poolIds: string[];
  sources: string[];
  expiresAt: Date | null;
}

// The last use is written at most once a minute.
const FIND = `
  with used as (update "ApiKey" set "lastUsedAt" = $2::timestamptz where hash = $1 and "revokedAt" is null and ("lastUsedAt" is null or "lastUsedAt" < $2::timestamptz - interval '1 minute'))
  select id, kind, "organisationId", "projectId", name, role, "readOnly", "poolIds", sources, "expiresAt" from "ApiKey" where hash = $1 and "revokedAt" is null`;

function actorOf(row: KeyRow): Actor | null {
  const { id, name: label, projectId, readOnly } = row;
  if (row.kind === "node") return { kind: "node", id, label, access: accessBy("node", { kind: "pools", poolIds: row.poolIds }), sources: row.sources };
  if (row.kind === "operator") return { kind: "apiKey", id, label, access: accessBy("operator", { kind: "network" }), readOnly };
  if (row.organisationId === null || row.role === null) return null;
  return { kind: "apiKey", id, label, access: memberAccess(row.role, row.organisationId, projectId === null ? null : [projectId]), readOnly };
}

async function find(hash: string): Promise<Known | null> {
  const [row] = await transaction({ organisationId: null, network: true, readOnly: false }, (tx) => tx.sql<KeyRow>(FIND, [hash, now()], "key_find"));
  const actor = row && actorOf(row);
  if (!actor) return null;
  if (kept.size >= MOST_KEPT) kept.clear();
  const known = { actor, expiresAt: row.expiresAt?.getTime() ?? null, keptUntil: systemMilliseconds() + KEPT_MILLISECONDS };
  kept.set(hash, known);
  return known;
}

const refused = () => new OperationError("unauthenticated", "The API key is unknown, expired or revoked.");

/**
 * The actor behind an Authorization header; null when there is none.
 * @throws OperationError unauthenticated for a key that is not valid, rate_limited for an address that keeps trying
 */
export async function actorOfHeader(header: string | undefined, address: string): Promise<Actor | null> {
  if (header === undefined) return null;
  const key = /^Bearer +(\S+)$/i.exec(header)?.[1];
  if (key !== undefined && isApiKey(key)) {
    const hash = hashApiKey(key);
    const cached = kept.get(hash);
    const known = cached && cached.keptUntil > systemMilliseconds() ? cached : await find(hash);
    if (known && (known.expiresAt === null || known.expiresAt > now().getTime())) return known.actor;
  }
  await takeRateOf("auth", `key:${address}`);
  throw refused();
}

/** Whether an actor may see how the process itself does. */
export const isStaff = (actor: Actor | null): boolean => actor?.access.may("network.read") ?? false;
