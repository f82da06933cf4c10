// From the hash of a presented key to its credential. The door sees the key; only its HMAC is stored.
import type { MemberRole } from "@/lib/permissions";
import type { Tx } from "@/server/kernel/database/db";

export interface Credential {
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

// The last use is recorded at most once a minute.
const USE = `
  with used as (update "ApiKey" set "lastUsedAt" = $2::timestamptz where hash = $1 and "revokedAt" is null and ("lastUsedAt" is null
    or "lastUsedAt" < $2::timestamptz - interval '1 minute'))
  select id, kind, "organisationId", "projectId", name, role, "readOnly", "poolIds", sources, "expiresAt" from "ApiKey"
    where hash = $1 and "revokedAt" is null`;

/**
 * The credential with that hash, marked as used now; null when it is unknown or revoked. An expired one is returned.
 */
export async function useApiKey(tx: Tx, hash: string, now: Date): Promise<Credential | null> {
  const [found] = await tx.sql<Credential>(USE, [hash, now], "key_find");
  return found ?? null;
}
