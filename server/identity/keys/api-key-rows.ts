// Credential rows: keys of customers, nodes and network staff.
import type { MemberRole } from "@/lib/permissions";
import type { Tx } from "@/server/kernel/database/db";

interface NewApiKey {
  id: string;
  kind: "customer" | "node" | "operator";
  organisationId?: string;
  projectId?: string | null;
  name: string;
  role?: MemberRole;
  readOnly?: boolean;
  poolIds?: readonly string[];
  sources?: readonly string[];
  hash: string;
  lastFour: string;
  createdBy: string;
  createdAt: Date;
  expiresAt?: Date | null;
}

export async function insertApiKey(tx: Tx, key: NewApiKey): Promise<void> {
  await tx.exec(
    `insert into "ApiKey" (id, kind, "organisationId", "projectId", name, role, "readOnly", "poolIds", sources, hash, "lastFour", "createdBy", "createdAt",
      "expiresAt")
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      key.id,
      key.kind,
      key.organisationId ?? null,
      key.projectId ?? null,
      key.name,
      key.role ?? null,
      key.readOnly ?? false,
      key.poolIds ?? [],
      key.sources ?? [],
      key.hash,
      key.lastFour,
      key.createdBy,
      key.createdAt,
      key.expiresAt ?? null,
    ],
  );
}
