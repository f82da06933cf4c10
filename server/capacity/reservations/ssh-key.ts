// SSH public keys as people paste them, fully parsed: a key that a node would refuse at sign-in is refused here, before
// money moves. Agrees with `ssh-keygen -l`, except for keys that are too weak and lines with options. Wire format: RFC
// 4253 section 6.6, RFC 5656, RFC 8709, OpenSSH's PROTOCOL.u2f.
import { createHash, createPublicKey } from "node:crypto";
import { cut, tidyLine } from "@/lib/text";
import { recognisedForm } from "./ssh-key-forms";

export interface SshPublicKey {
  algorithm: string;
  /** `algorithm base64`, without the comment. */
  publicKey: string;
  /** `SHA256:…`, base64 without padding. */
  fingerprint: string;
  /** What follows the key on its line, usually user and machine; truncated to the length of a name. */
  comment: string;
}

/** Why a text is not a usable key, as a sentence that can be shown. */
export type SshKeyProblem = { problem: string };

const MIN_RSA_BITS = 2_048;
const MAX_RSA_BITS = 16_384;
/** Maximum length of a key's name, which is taken from its comment. */
const MAX_COMMENT = 80;

interface Curve {
  jwk: string;
  /** Bytes of one coordinate. */
  size: number;
}
const CURVES: Readonly<Record<string, Curve>> = {
  nistp256: { jwk: "P-256", size: 32 },
  nistp384: { jwk: "P-384", size: 48 },
  nistp521: { jwk: "P-521", size: 66 },
};

/** Length-prefixed fields of a key blob; null when the lengths do not add up. */
function fieldsOf(blob: Buffer): Buffer[] | null {
  const fields: Buffer[] = [];
  let at = 0;
  while (at < blob.length) {
    if (at + 4 > blob.length) return null;
    const length = blob.readUInt32BE(at);
    if (at + 4 + length > blob.length) return null;
    fields.push(blob.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

const blobOf = (fields: readonly Buffer[]): Buffer =>
  Buffer.concat(
    fields.flatMap((field) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(field.length);
      return [length, field];
    }),
  );

/**
 * An unsigned big-endian integer as SSH writes it, without redundant leading zeros. Null when it is negative or empty.
 */
function integer(bytes: Buffer): Buffer | null {
  if ((bytes[0] ?? 0) >= 0x80) return null;
  let at = 0;
  while (bytes[at] === 0) at += 1;
  const rest = bytes.subarray(at);
  if (rest.length === 0) return null;
  return (rest[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), rest]) : rest;
}

const bitsOf = (unsigned: Buffer): number => {
  const digits = unsigned[0] === 0 ? unsigned.subarray(1) : unsigned;
  return digits.length * 8 - Math.clz32(digits[0] ?? 0) + 24;
};

const BROKEN = "The key is damaged: part of it may not have been copied.";

/** A key's fields in canonical form, or what is wrong with them. */
type Read = (fields: readonly Buffer[]) => Buffer[] | string;

const ed25519: Read = ([point, ...more]) => (point?.length === 32 && more.length === 0 ? [point] : BROKEN);

const rsa: Read = ([exponent, modulus, ...more]) => {
  const [e, n] = [exponent && integer(exponent), modulus && integer(modulus)];
  if (!e || !n || more.length > 0) return BROKEN;
  const bits = bitsOf(n);
  if (bits < MIN_RSA_BITS) return `The RSA key has ${bits} bits; at least ${MIN_RSA_BITS} are needed.`;
  return bits > MAX_RSA_BITS || bitsOf(e) > MAX_RSA_BITS ? `The RSA key has ${bits} bits; at most ${MAX_RSA_BITS} are taken.` : [e, n];
};

/** Whether an uncompressed point lies on its curve; OpenSSL refuses to create a key from any other. */
function isOnCurve(point: Buffer, { jwk, size }: Curve): boolean {
  if (point.length !== 1 + 2 * size || point[0] !== 4) return false;
  try {
    createPublicKey({
      format: "jwk",
      key: { kty: "EC", crv: jwk, x: point.subarray(1, 1 + size).toString("base64url"), y: point.subarray(1 + size).toString("base64url") },
    });
    return true;
  } catch {
    return false;
  }
}

const ecdsa =
  (name: string): Read =>
  ([curveName, point, ...more]) => {
    const curve = CURVES[name];
    return curve && point && curveName?.toString("latin1") === name && more.length === 0 && isOnCurve(point, curve) ? [curveName, point] : BROKEN;
  };

/** A hardware security key: the key itself and its application, usually `ssh:`. */
const onSecurityKey =
  (inner: Read): Read =>
  (fields) => {
    const application = fields.at(-1);
    const read = inner(fields.slice(0, -1));
    return typeof read === "string" || !application || application.includes(0) ? BROKEN : [...read, application];
  };

const ALGORITHMS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["ssh-ed25519", ed25519],
  ["ssh-rsa", rsa],
  ...Object.keys(CURVES).map((name): [string, Read] => [`ecdsa-sha2-${name}`, ecdsa(name)]),
  ["sk-ssh-ed25519@openssh.com", onSecurityKey(ed25519)],
  ["sk-ecdsa-sha2-nistp256@openssh.com", onSecurityKey(ecdsa("nistp256"))],
]);

/** One key on one line. */
function readLine(text: string): SshPublicKey | SshKeyProblem {
  const [, label = "", encoded = "", comment = ""] = /^(\S+)(?:[ \t]+(\S+))?(.*)$/su.exec(text) ?? [];
  const read = ALGORITHMS.get(label);
  if (!read) return { problem: recognisedForm(text, (word) => ALGORITHMS.has(word)) };
  const blob = Buffer.from(encoded, "base64");
  // Buffer skips invalid base64 and forgives missing padding, so the text must survive a round trip.
  if (encoded === "" || blob.toString("base64") !== encoded) return { problem: BROKEN };
  const [named, ...fields] = fieldsOf(blob) ?? [];
  if (named?.toString("latin1") !== label) return { problem: BROKEN };
  const own = read(fields);
  if (typeof own === "string") return { problem: own };
  const canonical = blobOf([named, ...own]);
  return {
    algorithm: label,
    publicKey: `${label} ${canonical.toString("base64")}`,
    fingerprint: `SHA256:${createHash("sha256").update(canonical).digest("base64").replace(/=+$/, "")}`,
    comment: cut(tidyLine(comment), MAX_COMMENT),
  };
}

/**
 * Parses the content of an authorized_keys file: one key per line, with blank lines and comment lines. Every door uses
 * this, so the same text gets the same answer everywhere. In a text with several lines a problem names its line.
 */
export function parseSshPublicKeys(text: string): (SshPublicKey | SshKeyProblem)[] {
  const whole = text.trim();
  if (/^(-----?|PuTTY-)/m.test(whole)) return [{ problem: recognisedForm(whole, () => false) }];
  const lines = whole.split(/\r\n?|\n/).map((line) => line.trim());
  const keys = lines.flatMap((line, at) => (line === "" || line.startsWith("#") ? [] : [{ at, read: readLine(line) }]));
  if (keys.length === 0) return [{ problem: "There is no key in this text." }];
  return keys.map(({ at, read }) => ("problem" in read && lines.length > 1 ? { problem: `Line ${at + 1}: ${read.problem}` } : read));
}

/** Parses a text that holds exactly one key. */
export function parseSshPublicKey(text: string): SshPublicKey | SshKeyProblem {
  const [key, ...more] = parseSshPublicKeys(text);
  if (!key) return { problem: "There is no key in this text." };
  return more.length > 0 ? { problem: `There are ${more.length + 1} keys in this text; add them one by one.` } : key;
}
