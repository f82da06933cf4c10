// SSH public keys as people paste them, read for real: a key that a node would refuse at sign-in is refused here, before
// money moves. Wire format: RFC 4253 section 6.6, RFC 5656, RFC 8709; fingerprints as `ssh-keygen -l` prints them.
import { createHash } from "node:crypto";

export interface SshPublicKey {
  algorithm: string;
  /** `algorithm base64`, without the comment. */
  publicKey: string;
  /** `SHA256:…`, base64 without padding. */
  fingerprint: string;
  /** What follows the key on its line: usually user and machine. */
  comment: string;
}

/** Why a text is no usable key; the sentence may be shown. */
export type SshKeyProblem = { problem: string };

const RSA_BITS_AT_LEAST = 2_048;
const RSA_BITS_AT_MOST = 16_384;
const POINT_BYTES: Readonly<Record<string, number>> = { nistp256: 65, nistp384: 97, nistp521: 133 };

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

/** Bits of an unsigned big-endian integer as SSH writes it: no needless leading zero, never negative. Null when malformed. */
function bitsOf(integer: Buffer): number | null {
  const first = integer[0];
  if (first === undefined || first >= 0x80) return null;
  if (first !== 0) return integer.length * 8 - Math.clz32(first) + 24;
  const second = integer[1];
  return second === undefined || second < 0x80 ? null : (integer.length - 1) * 8 - Math.clz32(second) + 24;
}

const BROKEN = "The key is damaged: part of it may not have been copied.";

function problemOf(algorithm: string, fields: readonly Buffer[]): string | null {
  const [, second, third] = fields;
  if (algorithm === "ssh-ed25519") return fields.length === 2 && second?.length === 32 ? null : BROKEN;
  if (algorithm === "ssh-rsa") {
    if (fields.length !== 3 || !second || !third || bitsOf(second) === null) return BROKEN;
    const bits = bitsOf(third);
    if (bits === null) return BROKEN;
    if (bits < RSA_BITS_AT_LEAST) return `The RSA key has ${bits} bits; at least ${RSA_BITS_AT_LEAST} are needed.`;
    return bits > RSA_BITS_AT_MOST ? `The RSA key has ${bits} bits; at most ${RSA_BITS_AT_MOST} are taken.` : null;
  }
  const curve = algorithm.slice("ecdsa-sha2-".length);
  const sound = fields.length === 3 && second?.toString("latin1") === curve && third?.length === POINT_BYTES[curve] && third?.[0] === 4;
  return sound ? null : BROKEN;
}

const ALGORITHMS = new Set(["ssh-ed25519", "ssh-rsa", ...Object.keys(POINT_BYTES).map((curve) => `ecdsa-sha2-${curve}`)]);

/** Reads one line of an authorized_keys file without options. */
export function parseSshPublicKey(text: string): SshPublicKey | SshKeyProblem {
  if (text.includes("PRIVATE KEY")) return { problem: "This is a private key. Send the public one, the file that ends in .pub, and treat this one as leaked." };
  if (/[\r\n]/.test(text.trim())) return { problem: "Send one key on one line." };
  const [algorithm = "", encoded = "", ...rest] = text.trim().split(/\s+/);
  if (!ALGORITHMS.has(algorithm)) return { problem: "Not an OpenSSH public key of type ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256, 384 or 521." };
  const blob = Buffer.from(encoded, "base64");
  // Buffer skips what is not base64, so the text must come back as it was.
  if (encoded === "" || blob.toString("base64").replace(/=+$/, "") !== encoded.replace(/=+$/, "")) return { problem: BROKEN };
  const fields = fieldsOf(blob);
  if (!fields || fields[0]?.toString("latin1") !== algorithm) return { problem: BROKEN };
  const problem = problemOf(algorithm, fields);
  if (problem) return { problem };
  return {
    algorithm,
    publicKey: `${algorithm} ${blob.toString("base64")}`,
    fingerprint: `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`,
    comment: rest.join(" "),
  };
}
