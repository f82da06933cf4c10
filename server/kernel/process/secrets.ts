// Keys and passwords. Keys are random, so one keyed hash is enough and takes microseconds; passwords are not, so they
// get a slow hash.
import { createHash, createHmac, randomBytes as systemRandomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";
import { OperationError } from "../operation/errors";
import { env } from "./env";

/** HMAC-SHA-256 under the pepper, hex. `purpose` keeps hashes for different purposes apart. */
export function hmac(purpose: string, text: string): string {
  return createHmac("sha256", env().BERTH_SECRET).update(`${purpose}\n${text}`).digest("hex");
}

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const KEY = /^bk_live_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

const checksum = (body: string): string => {
  let rest = crc32(body);
  let text = "";
  for (let i = 0; i < 6; i++) {
    text = BASE62.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
};

export interface NewKey {
  /** Shown once, kept by its owner. */
  key: string;
  /** What is stored. */
  hash: string;
  lastFour: string;
}

/**
 * `bk_live_` and 30 random characters (178 bits), then a checksum by which a scanner recognises a key and a typo is
 * caught at once. Never seeded.
 */
export function makeApiKey(): NewKey {
  let body = "";
  while (body.length < 30) {
    // 248 is the largest multiple of 62 in a byte; values above it would make some characters likelier.
    for (const byte of systemRandomBytes(40)) if (byte < 248 && body.length < 30) body += BASE62.charAt(byte % 62);
  }
  const key = `bk_live_${body}${checksum(body)}`;
  return { key, hash: hashApiKey(key), lastFour: key.slice(-4) };
}

export const hashApiKey = (key: string): string => hmac("api-key", key);

/** Whether the text has the form and checksum of a key; a failure saves the look-up. */
export function isApiKey(text: string): boolean {
  const match = KEY.exec(text);
  return match !== null && checksum(match[1] ?? "") === match[2];
}

// OWASP's scrypt figures for 32 MiB: N 2^15, r 8, p 3; about 150 ms.
const COST = { N: 2 ** 15, r: 8, p: 3 };
const LENGTH = 32;

/** Each hash occupies 32 MiB and one of the four threads that also read files and resolve names. */
const HASHES_AT_ONCE = 2;
/** About ten seconds of work; later callers are refused with a retry time. */
const HASHES_WAITING = 100;
let hashing = 0;
const waiting: (() => void)[] = [];

/** @throws OperationError overloaded */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (hashing < HASHES_AT_ONCE) hashing += 1;
  else if (waiting.length >= HASHES_WAITING) throw new OperationError("overloaded", "Too many people sign in at this moment.", { retryAfterSeconds: 5 });
  else await new Promise<void>((resolve) => waiting.push(resolve)); // the hash that finishes hands over its turn
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else hashing -= 1;
  }
}

const derive = (password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> =>
  inTurn(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize("NFKC"), salt, LENGTH, { ...cost, maxmem: 256 * cost.N * cost.r }, (error, key) => (error ? reject(error) : resolve(key)));
      }),
  );

/** An unguessable value for a link or cookie; only its digest is stored. */
export const makeToken = (): string => systemRandomBytes(32).toString("base64url");

export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** `scrypt$N$r$p$salt$hash`, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = systemRandomBytes(16);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

// Compared for unknown accounts, so that they take as long as known ones.
let nobody: Promise<string> | undefined;

/** Whether the password matches the hash. Takes the same time when there is none. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [scheme, N, r, p, salt, expected] = (stored ?? (await (nobody ??= hashPassword("nobody has this password")))).split("$");
  if (scheme !== "scrypt" || salt === undefined || expected === undefined) return false;
  const wanted = Buffer.from(expected, "base64url");
  const key = await derive(password, Buffer.from(salt, "base64url"), { N: Number(N), r: Number(r), p: Number(p) });
  return wanted.length === key.length && timingSafeEqual(wanted, key) && stored !== null;
}
