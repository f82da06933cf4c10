// From a browser's session to an actor: for one of their organisations, for the network's staff, or for themselves.
import { accessBy, NO_ACCESS } from "@/lib/permissions";
import { accessOf, readSession, type SignedIn } from "@/server/identity";
import type { Actor, Caller } from "@/server/kernel/operation/actor";
import { OperationError } from "@/server/kernel/operation/errors";
import { randomId } from "@/server/kernel/process/random";
import { sessionTokenOf } from "./next-auth";

/** The header in which the console names the organisation of a call (its slug); "operator" for the network's staff. */
export const ORGANISATION_HEADER = "x-berth-organisation";

/** What a person acts for: an organisation's slug, the network, or nothing in particular. */
export type Desk = { organisation: string } | "operator" | null;

/**
 * The actor of a session; null when nobody is signed in and nothing in particular is asked for.
 * @throws OperationError unauthenticated; not_found for an organisation they do not belong to, as if it did not exist
 */
export function actorAt(session: SignedIn | null, desk: Desk): Actor | null {
  if (!session) {
    if (desk === null) return null;
    throw new OperationError("unauthenticated", "You are not signed in, or your session has ended.", { suggestion: "Sign in again." });
  }
  const person = { kind: "user", id: session.userId, label: session.name } as const;
  if (desk === null) return { ...person, access: NO_ACCESS };
  if (desk === "operator") {
    if (!session.staff) throw new OperationError("not_found", "There is no such page.");
    return { ...person, access: accessBy("operator", { kind: "network" }) };
  }
  const membership = session.organisations.find((organisation) => organisation.slug === desk.organisation);
  if (!membership)
    throw new OperationError("not_found", `There is no organisation ${desk.organisation} that you belong to.`, {
      suggestion: "Choose one of your organisations.",
    });
  return { ...person, access: accessOf(membership) };
}

/** The door overwrote X-Forwarded-For with the caller's address, whatever the caller sent (server/main.ts). */
export const consoleCaller = (headers: Headers, actor: Actor | null): Caller => ({
  actor,
  surface: "console",
  address: headers.get("x-forwarded-for"),
  requestId: headers.get("x-request-id") ?? randomId("req"),
  idempotencyKey: headers.get("idempotency-key") ?? undefined,
});

/** The caller of a console request: session from the cookie, organisation from the header. */
export async function callerOfRequest(request: Request): Promise<Caller> {
  const token = sessionTokenOf(request.headers);
  const desk = request.headers.get(ORGANISATION_HEADER);
  const session = token === null ? null : await readSession(token);
  return consoleCaller(request.headers, actorAt(session, desk === null ? null : desk === "operator" ? "operator" : { organisation: desk }));
}
