// The demo's people as callers: their accounts once their organisation has admitted them.
import { DEMO_PASSWORD } from "@/prisma/seed/organisations";
import { fractionOf } from "@/prisma/seed/random";
import { accessBy, memberAccess, type MemberRole, NO_ACCESS } from "@/lib/permissions";
import { router as identity } from "@/server/identity/router";
import { run } from "@/server/kernel/operation/operation";
import { type Caller, systemCaller } from "@/server/kernel/operation/actor";
import { transaction } from "@/server/kernel/database/db";
import { randomId } from "@/server/kernel/process/random";
import { NETWORK } from "../simulator/fleet";

/** A system caller for an organisation or the network. */
export const byJob = (job: string, organisationId: string | null = null): Caller => ({
  ...systemCaller(job, organisationId, "demo"),
  idempotencyKey: randomId("req"),
});

/** An address for the audit log, from the range reserved for documentation. */
const addressOf = (email: string): string => `198.51.100.${1 + Math.floor(fractionOf(`address/${email}`) * 254)}`;

interface Person {
  id: string;
  name: string;
  staff: boolean;
  role: MemberRole | null;
  organisationId: string | null;
}

const known = new Map<string, Person>();

/** A call by this person at the console. */
export async function byPerson(email: string): Promise<Caller> {
  let person = known.get(email);
  if (!person) {
    const [found] = await transaction({ ...NETWORK, readOnly: true }, (tx) =>
      tx.sql<Person>(
        `select u.id, u.name, u.staff, m.role::text as role, m."organisationId" from identity.person u left join identity.member m on m."userId" = u.id
          where u.email = $1 limit 1`,
        [email],
      ),
    );
    if (!found) throw new Error(`${email} has no account`);
    known.set(email, (person = found));
  }
  const { id, name: label, staff, role, organisationId } = person;
  return {
    actor: {
      kind: "user",
      id,
      label,
      access: staff ? accessBy("operator", { kind: "network" }) : role && organisationId ? memberAccess(role, organisationId) : NO_ACCESS,
    },
    surface: "console",
    address: addressOf(email),
    requestId: randomId("req"),
    idempotencyKey: randomId("req"),
  };
}

/** An invited person opens their account by their link, with the demo's password. */
export async function openAccount(link: string, name: string): Promise<void> {
  const anybody: Caller = { actor: null, surface: "demo", address: null, requestId: randomId("req") };
  await run(identity.invitation.register, anybody, { token: link.slice(link.lastIndexOf("/") + 1), name, password: DEMO_PASSWORD });
}

/** Clears the cache, because another database has other ids. */
export const forgetPeople = (): void => known.clear();
