// Browser sessions: a random value in a cookie, and a row here. next-auth calls these functions.
import { systemMilliseconds } from "@/server/kernel/process/clock";
import { hashToken, makeToken } from "@/server/kernel/process/secrets";
import { transaction, type Tx } from "@/server/kernel/database/db";
import { type Access, memberAccess, type MemberRole } from "@/lib/permissions";

/** Idle time after which a session ends. */
const IDLE_SECONDS = 12 * 3600;
/** Age at which a session ends, however active. */
const ABSOLUTE_SECONDS = 7 * 86_400;
/** Use is recorded at most this often, so that reading pages does not write rows. */
const EXTEND_AFTER_SECONDS = 600;
const SWEEP_AT_ONCE = 10_000;

const later = (from: Date, seconds: number): Date => new Date(from.getTime() + seconds * 1000);

/** The signed-in person with the organisations they belong to. */
export interface SignedIn {
  sessionId: string;
  userId: string;
  name: string;
  email: string;
  staff: boolean;
  organisations: { id: string; slug: string; name: string; country: string; role: MemberRole; projectIds: string[] }[];
}

/** A member's access in the organisation. */
export const accessOf = ({ id, role, projectIds }: SignedIn["organisations"][number]): Access =>
  memberAccess(role, id, projectIds.length === 0 ? null : projectIds);

/** Sessions live by real time: moving the demo clock signs nobody out. */
const machineNow = (): Date => new Date(systemMilliseconds());

/**
 * Opens a session inside the transaction that checked the credentials. The token is not stored and cannot be read
 * again.
 */
export async function openSession(
  tx: Tx,
  userId: string,
  from: { address: string | null; browser: string | null } = { address: null, browser: null },
): Promise<{ token: string; expires: Date }> {
  const at = machineNow();
  const token = makeToken();
  const expires = later(at, IDLE_SECONDS);
  await tx.exec(
    `insert into "Session" (id, "sessionToken", "userId", expires, "createdAt", address, browser) values (gen_random_uuid()::text, $1, $2, $3, $4, $5, $6)`,
    [hashToken(token), userId, expires, at, from.address, from.browser],
    "session_open",
  );
  return { token, expires };
}

interface SessionRow {
  sessionId: string;
  userId: string;
  name: string;
  email: string;
  staff: boolean;
  expires: Date;
  createdAt: Date;
  organisations: SignedIn["organisations"] | null;
}

/** The person behind a session token, or null when it is unknown, idle too long or too old. */
export async function readSession(token: string): Promise<SignedIn | null> {
  const sessionToken = hashToken(token);
  const row = await transaction({ organisationId: null, network: true, readOnly: true }, async (tx) => {
    const [found] = await tx.sql<SessionRow>(
      `select s.id as "sessionId", u.id as "userId", u.name, u.email, u.staff, s.expires, s."createdAt",
         (select json_agg(json_build_object('id', o.id, 'slug', o.slug, 'name', o.name, 'country', o.country, 'role', m.role, 'projectIds', m."projectIds")
           order by o.name)
          from "Member" m join "Organisation" o on o.id = m."organisationId" where m."userId" = u.id) as organisations
       from "Session" s join "User" u on u.id = s."userId" where s."sessionToken" = $1`,
      [sessionToken],
      "session_read",
    );
    return found;
  });
  const at = machineNow();
  if (!row || row.expires <= at) return null;
  const end = later(row.createdAt, ABSOLUTE_SECONDS);
  const extended = later(at, IDLE_SECONDS) < end ? later(at, IDLE_SECONDS) : end;
  if (extended.getTime() - row.expires.getTime() > EXTEND_AFTER_SECONDS * 1000) {
    await transaction({ organisationId: null, network: true, readOnly: false }, (tx) =>
      tx.exec(`update "Session" set expires = $2 where "sessionToken" = $1 and expires < $2`, [sessionToken, extended], "session_extend"),
    );
  }
  return { sessionId: row.sessionId, userId: row.userId, name: row.name, email: row.email, staff: row.staff, organisations: row.organisations ?? [] };
}

/** Closes a session; an unknown token counts as closed. Returns whose it was. Needs network scope. */
export async function closeSession(tx: Tx, token: string): Promise<{ userId: string; name: string } | null> {
  const [row] = await tx.sql<{ userId: string; name: string }>(
    `with gone as (delete from "Session" where "sessionToken" = $1 returning "userId") select u.id as "userId", u.name from gone
      join "User" u on u.id = gone."userId"`,
    [hashToken(token)],
  );
  return row ?? null;
}

/** Removes ended sessions, a bounded number at once. */
export const sweepSessions = (tx: Tx): Promise<number> =>
  tx.exec(`delete from "Session" where id = any(array(select id from "Session" where expires < $1 limit ${SWEEP_AT_ONCE}))`, [machineNow()]);
