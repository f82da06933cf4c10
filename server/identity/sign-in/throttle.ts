// Makes guessing passwords impractical: consecutive failures make the next attempt wait longer and longer, by account
// and, with a much higher limit, by network address. Counted in Postgres, so that all processes share the count, and in
// separate transactions, so that a refused sign-in still counts. An attempt is counted before the password is checked
// and taken back when it was right, so simultaneous attempts cannot slip through.
import { systemMilliseconds } from "@/server/kernel/process/clock";
import { asNetwork, type Scope, transaction, type Tx } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { hmac } from "@/server/kernel/process/secrets";

interface Rule {
  /** Consecutive failures without any wait. */
  free: number;
  /** The first wait; each further failure doubles it. */
  firstSeconds: number;
  longestSeconds: number;
  /** The count is dropped after this long without an attempt. */
  forgetSeconds: number;
}

const ACCOUNT: Rule = { free: 5, firstSeconds: 5, longestSeconds: 900, forgetSeconds: 86_400 };
// Allows for an office or a mobile network behind one address; stops a machine that tries many accounts.
const ADDRESS: Rule = { free: 100, firstSeconds: 30, longestSeconds: 600, forgetSeconds: 3_600 };
const KEPT_SECONDS = 86_400;
const SWEEP_AT_ONCE = 50_000;

const NETWORK: Scope = { organisationId: null, network: true, readOnly: false };

// Returns no row while blocked: the update's condition leaves the row unchanged.
const TAKE = `
  insert into "SignInThrottle" as t (key, failures, "updatedAt") values ($1, 1, $2)
  on conflict (key) do update set
    failures = case when t."updatedAt" < $2::timestamptz - make_interval(secs => $3) then 1 else t.failures + 1 end,
    "blockedUntil" = case when t."updatedAt" >= $2::timestamptz - make_interval(secs => $3) and t.failures + 1 > $4
      then $2::timestamptz + make_interval(secs => least($6::float8, $5::float8 * power(2, least(30, t.failures - $4)))) end,
    "updatedAt" = $2
  where t."blockedUntil" is null or t."blockedUntil" <= $2
  returning failures`;

export interface Throttled {
  account: string;
  address: string | null;
}

/** IPv6 gives every household millions of addresses, so the network they share counts as one. */
export function addressKey(address: string | null): string | null {
  if (address === null) return null;
  const plain = address.replace(/^::ffff:/i, "");
  if (!plain.includes(":")) return `address:${plain}`;
  const [head = "", tail] = plain.split("::");
  const groups = head.split(":").filter(Boolean);
  while (tail !== undefined && groups.length < 4) groups.push("0");
  return `network:${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, "").toLowerCase())
    .join(":")}`;
}

export const throttledBy = (email: string, address: string | null): Throttled => ({
  account: `account:${hmac("sign-in", email)}`,
  address: addressKey(address),
});

async function take(tx: Tx, key: string, rule: Rule, at: Date): Promise<number> {
  const rows = await tx.sql<{ failures: number }>(TAKE, [key, at, rule.forgetSeconds, rule.free, rule.firstSeconds, rule.longestSeconds], "throttle_take");
  if (rows.length > 0) return 0;
  const [blocked] = await tx.sql<{ seconds: number }>(
    `select extract(epoch from "blockedUntil" - $2::timestamptz)::float8 as seconds from "SignInThrottle" where key = $1`,
    [key, at],
  );
  return Math.max(1, Math.ceil(blocked?.seconds ?? 1));
}

/**
 * Counts an attempt as failed before its outcome is known.
 * @throws OperationError rate_limited, with the seconds to wait
 */
export async function takeTry({ account, address }: Throttled): Promise<void> {
  const at = new Date(systemMilliseconds());
  const wait = await transaction(NETWORK, async (tx) => {
    const waits = [await take(tx, account, ACCOUNT, at), address === null ? 0 : await take(tx, address, ADDRESS, at)];
    return Math.max(...waits);
  });
  if (wait > 0) {
    throw new OperationError(
      "rate_limited",
      `Too many sign-ins were refused. Try again in ${wait < 120 ? `${wait} seconds` : `${Math.ceil(wait / 60)} minutes`}.`,
      { retryAfterSeconds: wait },
    );
  }
}

/**
 * After a correct password: resets the account's count and takes back the address's attempt. Within the sign-in's
 * transaction.
 */
export const giveBack = (tx: Tx, { account, address }: Throttled): Promise<void> =>
  asNetwork(tx, async (all) => {
    await all.exec(`delete from "SignInThrottle" where key = $1`, [account]);
    if (address !== null)
      await all.exec(
        `update "SignInThrottle" set failures = greatest(0, failures - 1), "blockedUntil" = case when failures - 1 > $2 then "blockedUntil" end where key = $1`,
        [address, ADDRESS.free],
      );
  });

/** Resets the account's count once its owner has set a new password. Needs network scope. */
export const forgetFailures = (tx: Tx, email: string): Promise<number> =>
  tx.exec(`delete from "SignInThrottle" where key = $1`, [throttledBy(email, null).account]);

/** Removes expired counts, a bounded number at once. */
export const sweepThrottles = (tx: Tx): Promise<number> =>
  tx.exec(
    `delete from "SignInThrottle" where key = any(array(select key from "SignInThrottle"
      where "updatedAt" < $1::timestamptz - make_interval(secs => ${KEPT_SECONDS}) limit ${SWEEP_AT_ONCE}))`,
    [new Date(systemMilliseconds())],
  );
