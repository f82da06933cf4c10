// May this actor do this at all, and whose rows will it see? Decided before anything is prepared or any transaction opens.
import { can, type Permission } from "@/lib/permissions";
import type { Scope } from "../database/db";
import type { Actor } from "./actor";
import type { Tenancy } from "./definition";
import { OperationError } from "./errors";

/** Jobs over the whole network may take longer than a caller would wait. */
const SYSTEM_STATEMENT_SECONDS = 300;

interface Asked {
  kind: "command" | "query";
  permission: Permission | "none";
  tenancy: Tenancy;
}

/**
 * The scope of the operation's transaction.
 * @throws OperationError unauthenticated, forbidden
 */
export function authorise({ kind, permission, tenancy }: Asked, actor: Actor | null): Scope {
  if (!actor && (tenancy !== "public" || permission !== "none")) throw new OperationError("unauthenticated", "This needs a signed-in person or an API key.");
  const readOnly = kind === "query";
  const statementSeconds = actor?.kind === "system" ? SYSTEM_STATEMENT_SECONDS : undefined;
  const organisationId = actor?.organisationId ?? null;
  const ofOrganisation = tenancy === "organisation" || tenancy === "project";
  if (ofOrganisation && organisationId === null) throw new OperationError("forbidden", "This is done for an organisation, and you act for none.", { suggestion: "Use a key or a page of an organisation." });
  if (actor?.readOnly && kind === "command") throw new OperationError("forbidden", "This key may only read.", { suggestion: "Use a key that may also write." });
  if (permission !== "none" && !can(actor?.role, permission)) throw new OperationError("forbidden", `Your role may not do this: it needs the permission ${permission}.`);
  if (tenancy === "organisation" && actor?.projectId != null) throw new OperationError("forbidden", "This concerns the whole organisation, and your key belongs to one project.", { suggestion: "Use a key of the organisation." });
  return { organisationId, network: !ofOrganisation, readOnly, statementSeconds };
}
