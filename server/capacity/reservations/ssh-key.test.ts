import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSshPublicKey, parseSshPublicKeys } from "./ssh-key";

const field = (bytes: Uint8Array | string): Buffer => {
  const body = Buffer.from(bytes as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
};
const line = (algorithm: string, ...fields: (Uint8Array | string)[]): string =>
  `${algorithm} ${Buffer.concat([field(algorithm), ...fields.map(field)]).toString("base64")}`;
const unsigned = (base64url: string | undefined): Buffer => {
  const bytes = Buffer.from(base64url ?? "", "base64url");
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
};

const ed25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

function rsa(bits: number): string {
  const key = generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({ format: "jwk" });
  return line("ssh-rsa", unsigned(key.e), unsigned(key.n));
}

function point(named: string): Buffer {
  const key = generateKeyPairSync("ec", { namedCurve: named }).publicKey.export({ format: "jwk" });
  return Buffer.concat([Buffer.of(4), Buffer.from(key.x ?? "", "base64url"), Buffer.from(key.y ?? "", "base64url")]);
}

const ecdsa = (curve: "nistp256" | "nistp384" | "nistp521", named: string): string => line(`ecdsa-sha2-${curve}`, curve, point(named));

const securityKey = line("sk-ssh-ed25519@openssh.com", Buffer.from(ed25519.split(" ")[1] ?? "", "base64").subarray(-32), "ssh:");

const securityEcdsa = line("sk-ecdsa-sha2-nistp256@openssh.com", "nistp256", point("P-256"), "ssh:");

describe("parseSshPublicKey", () => {
  it("parses each key family and separates the comment", () => {
    const keys = [ed25519, rsa(2048), ecdsa("nistp256", "P-256"), ecdsa("nistp384", "P-384"), ecdsa("nistp521", "P-521"), securityKey, securityEcdsa];
    for (const key of keys) {
      expect(parseSshPublicKey(`${key} ingrid@laptop, new`)).toEqual({
        algorithm: key.split(" ")[0],
        publicKey: key,
        fingerprint: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/),
        comment: "ingrid@laptop, new",
      });
    }
  });

  it("gives the fingerprint that GitHub publishes for its host key", () => {
    // docs.github.com, "GitHub's SSH key fingerprints".
    expect(parseSshPublicKey(ed25519)).toMatchObject({
      fingerprint: "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU",
    });
  });

  it.each([
    ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----", /private key/],
    ["a PuTTY key", "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none", /private key/],
    ["an RFC 4716 file", '---- BEGIN SSH2 PUBLIC KEY ----\nComment: "me"\nAAAA\n---- END SSH2 PUBLIC KEY ----', /RFC 4716.*ssh-keygen -i/],
    ["a PEM file", "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----", /PKCS8/],
    ["two keys", `${ed25519}\n${ed25519}`, /2 keys in this text/],
    ["a DSA key", ed25519.replace("ssh-ed25519", "ssh-dss"), /DSA key/],
    ["a certificate", ed25519.replace("ssh-ed25519", "ssh-ed25519-cert-v01@openssh.com"), /certificate/],
    ["options", `from="10.0.0.0/8" ${ed25519}`, /options/],
    ["one option", `restrict ${ed25519}`, /options/],
    ["a line of known_hosts", `github.com,192.0.2.1 ${ed25519}`, /known_hosts/],
    ["a fingerprint", "256 SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU github.com (ED25519)", /fingerprint/],
    ["a key without its type", ed25519.split(" ")[1] ?? "", /type is missing/],
    ["another type", ed25519.replace("ssh-ed25519", "ssh-xmss"), /not an OpenSSH public key/],
    ["nothing", "# only a remark", /no key/],
    ["a cut key", ed25519.slice(0, -8), /damaged/],
    ["characters that are not base64", ed25519.replace("OMqq", "O*qq"), /damaged/],
    ["a label that belongs to another key", ed25519.replace("ssh-ed25519 ", "ssh-rsa "), /damaged/],
    ["bytes after the key", line("ssh-ed25519", Buffer.alloc(32, 7), "more"), /damaged/],
    ["a point on another curve", line("ecdsa-sha2-nistp256", "nistp384", Buffer.concat([Buffer.of(4), Buffer.alloc(64, 1)])), /damaged/],
    ["a point on no curve", line("ecdsa-sha2-nistp256", "nistp256", Buffer.concat([Buffer.of(4), Buffer.alloc(64, 1)])), /damaged/],
    ["a security key without its application", line("sk-ssh-ed25519@openssh.com", Buffer.alloc(32, 7)), /damaged/],
    ["a short RSA key", rsa(1024), /1024 bits; at least 2048/],
    ["nothing after the type", "ssh-ed25519", /damaged/],
  ])("refuses %s", (_what, text, problem) => {
    expect(parseSshPublicKey(text)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it("parses an authorized_keys file, and reports the line that is wrong", () => {
    const read = parseSshPublicKeys(`# my keys\r\n\r\n  ${ed25519} me\r\nssh-dss AAAA old\r\n${securityKey}\tyubi\r\n`);
    expect(read.map((key) => ("problem" in key ? key.problem : key.comment))).toEqual(["me", expect.stringMatching(/^Line 4: This is a DSA key/), "yubi"]);
  });

  it("truncates a comment to the length of a name", () => {
    expect(parseSshPublicKey(`${ed25519} ${"🚢".repeat(5_000)}`)).toMatchObject({ comment: "🚢".repeat(80) });
    expect(parseSshPublicKey(`${ed25519} \u200bme\u200b`)).toMatchObject({ comment: "me" });
  });
});

const hasKeygen = spawnSync("ssh-keygen", ["-?"]).error === undefined;

/** ssh-keygen's fingerprint for a text, or null. */
const asked = (text: string): string | null => {
  const { status, stdout } = spawnSync("ssh-keygen", ["-lf", "-"], { input: `${text}\n`, encoding: "utf8" });
  return status === 0 ? (/SHA256:\S+/.exec(stdout)?.[0] ?? null) : null;
};

const read = (text: string): string | null => {
  const key = parseSshPublicKey(text);
  return "problem" in key ? null : key.fingerprint;
};

describe.runIf(hasKeygen)("ssh-keygen and our parser", () => {
  const keys = [ed25519, rsa(2048), ecdsa("nistp256", "P-256"), ecdsa("nistp384", "P-384"), ecdsa("nistp521", "P-521"), securityKey, securityEcdsa];

  it("give every valid key the same fingerprint", () => {
    for (const key of keys) expect([key, read(key)]).toEqual([key, asked(key)]);
    for (const key of keys) expect(read(key), key).not.toBeNull();
  });

  it("agree about damaged keys", { timeout: 60_000 }, () => {
    const damage = fc.oneof(
      fc.record({ kind: fc.constant("flip" as const), at: fc.nat(), bit: fc.integer({ min: 0, max: 7 }) }),
      fc.record({ kind: fc.constant("cut" as const), at: fc.nat(), bit: fc.constant(0) }),
      fc.record({ kind: fc.constant("insert" as const), at: fc.nat(), bit: fc.integer({ min: 0, max: 255 }) }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...keys), damage, (key, { kind, at, bit }) => {
        const [label = "", encoded = ""] = key.split(" ");
        const blob = Buffer.from(encoded, "base64");
        const place = at % blob.length;
        const damaged =
          kind === "cut"
            ? blob.subarray(0, place)
            : Buffer.concat([
                blob.subarray(0, place),
                kind === "insert" ? Buffer.of(bit) : Buffer.of((blob[place] ?? 0) ^ (1 << bit)),
                blob.subarray(kind === "insert" ? place : place + 1),
              ]);
        const text = `${label} ${damaged.toString("base64")}`;
        const own = parseSshPublicKey(text);
        // Weak keys are refused only by us.
        if ("problem" in own && own.problem.startsWith("The RSA key has")) return;
        expect("problem" in own ? null : own.fingerprint).toBe(asked(text));
      }),
      { numRuns: 200 },
    );
  });

  it("agree about damaged text", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.nat(), fc.constantFrom("", "=", "A", "*", "\u00e4", "-", "_"), (key, at, put) => {
        const from = key.indexOf(" ") + 1;
        const place = from + (at % (key.length - from + 1));
        const text = key.slice(0, place) + put + key.slice(place + 1);
        expect(read(text)).toBe(asked(text));
      }),
      { numRuns: 100 },
    );
  });
});
