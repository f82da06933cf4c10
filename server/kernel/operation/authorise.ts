// Can this actor do this at all, on what, and which rows will it see? Decided by the actor's grants alone, before
// anything is prepared or any transaction opens.
import { existsOn, type Permission, type ResourceKind } from "@/lib/permissions";
import type { Scope } from "../database/db";
import type { Actor } from "./actor";
import type { Tenancy } from "./definition";
import { OperationError } from "./errors";

/** Network-wide jobs can take longer than a caller would wait. */
const SYSTEM_STATEMENT_SECONDS = 300;

/** The kinds of resource a verb of each tenancy acts on; self and public need none. */
export const RESOURCES = {
  organisation: ["organisation"],
  project: ["organisation", "projects"],
  pool: ["pools", "network"],
  operator: ["network"],
  self: [],
  public: [],
} as const satisfies Record<Tenancy, readonly ResourceKind[]>;

interface Asked {
  kind: "command" | "query";
  permission: Permission | "none";
  tenancy: Tenancy;
}

export interface Authorised {
  scope: Scope;
  organisationId: string | null;
  /** The projects the caller is limited to, or null. */
  projectIds: readonly string[] | null;
  /** The pools the caller speaks for; null for all. */
  poolIds: readonly string[] | null;
}

function refusal(tenancy: Tenancy, permission: Permission | "none", actor: Actor | null): OperationError {
  const organisationId = actor?.access.organisationId ?? null;
  if ((tenancy === "organisation" || tenancy === "project") && organisationId === null) {
    return new OperationError("forbidden", "This is done for an organisation, and you act for none.", {
      suggestion: "Use a key or a page of an organisation.",
    });
  }
  if (tenancy === "organisation" && actor?.access.projectIds && permission !== "none" && existsOn(permission, "organisation")) {
    return new OperationError("forbidden", `This concerns the whole organisation (it needs ${permission} there), and you are bound to projects of it.`, {
      suggestion: "Ask for access to the whole organisation.",
    });
  }
  return new OperationError("forbidden", `This needs the permission ${permission}, which you do not have.`);
}

/**
 * What the caller can act on, and the scope of the operation's transaction.
 * @throws OperationError unauthenticated, forbidden
 */
export function authorise({ kind, permission, tenancy }: Asked, actor: Actor | null): Authorised {
  if (!actor && (tenancy !== "public" || permission !== "none")) throw new OperationError("unauthenticated", "This needs a signed-in person or an API key.");
  if (actor?.kind === "apiKey" && actor.readOnly && kind === "command")
    throw new OperationError("forbidden", "This key may only read.", { suggestion: "Use a key that may also write." });
  const on = permission === "none" ? null : (actor?.access.resource(permission, ...RESOURCES[tenancy]) ?? null);
  if (permission !== "none" && on === null) throw refusal(tenancy, permission, actor);

  const organisationId = actor?.access.organisationId ?? null;
  const projectIds = on?.kind === "projects" ? on.projectIds : (actor?.access.projectIds ?? null);
  const scope: Scope = {
    organisationId,
    projectIds,
    userId: actor?.kind === "user" ? actor.id : null,
    network: tenancy === "operator" || tenancy === "pool",
    readOnly: kind === "query",
    statementSeconds: actor?.kind === "system" ? SYSTEM_STATEMENT_SECONDS : undefined,
  };
  return { scope, organisationId, projectIds, poolIds: on?.kind === "pools" ? on.poolIds : null };
}
