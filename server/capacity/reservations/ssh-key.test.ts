import { execFileSync, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { parseSshPublicKey } from "./ssh-key";

const field = (bytes: Uint8Array | string): Buffer => {
  const body = Buffer.from(bytes as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
};
const line = (algorithm: string, ...fields: (Uint8Array | string)[]): string => `${algorithm} ${Buffer.concat([field(algorithm), ...fields.map(field)]).toString("base64")}`;
const unsigned = (base64url: string | undefined): Buffer => {
  const bytes = Buffer.from(base64url ?? "", "base64url");
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
};

const ed25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

function rsa(bits: number): string {
  const key = generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({ format: "jwk" });
  return line("ssh-rsa", unsigned(key.e), unsigned(key.n));
}

function ecdsa(curve: "nistp256" | "nistp384" | "nistp521", named: string): string {
  const key = generateKeyPairSync("ec", { namedCurve: named }).publicKey.export({ format: "jwk" });
  return line(`ecdsa-sha2-${curve}`, curve, Buffer.concat([Buffer.of(4), Buffer.from(key.x ?? "", "base64url"), Buffer.from(key.y ?? "", "base64url")]));
}

describe("parseSshPublicKey", () => {
  it("reads the three families and keeps the comment apart", () => {
    const keys = [ed25519, rsa(2048), ecdsa("nistp256", "P-256"), ecdsa("nistp384", "P-384"), ecdsa("nistp521", "P-521")];
    for (const key of keys) {
      expect(parseSshPublicKey(`${key} ingrid@laptop, new`)).toEqual({
        algorithm: key.split(" ")[0], publicKey: key, fingerprint: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/), comment: "ingrid@laptop, new",
      });
    }
  });

  it("gives the fingerprint GitHub publishes for its host key", () => {
    // docs.github.com, "GitHub's SSH key fingerprints".
    expect(parseSshPublicKey(ed25519)).toMatchObject({
      fingerprint: "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU",
    });
  });

  it.runIf(spawnSync("ssh-keygen", ["-?"]).error === undefined)("agrees with ssh-keygen", () => {
    for (const key of [ed25519, rsa(3072), ecdsa("nistp384", "P-384")]) {
      const printed = execFileSync("ssh-keygen", ["-lf", "-"], { input: `${key}\n`, encoding: "utf8" });
      expect(printed).toContain((parseSshPublicKey(key) as { fingerprint: string }).fingerprint);
    }
  });

  it.each([
    ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----", /private key/],
    ["two lines", `${ed25519}\n${ed25519}`, /one line/],
    ["another type", ed25519.replace("ssh-ed25519", "ssh-dss"), /Not an OpenSSH/],
    ["a cut key", ed25519.slice(0, -8), /damaged/],
    ["characters that are not base64", ed25519.replace("OMqq", "O*qq"), /damaged/],
    ["a label that belongs to another key", ed25519.replace("ssh-ed25519 ", "ssh-rsa "), /damaged/],
    ["bytes after the key", line("ssh-ed25519", Buffer.alloc(32, 7), "more"), /damaged/],
    ["a point on another curve", line("ecdsa-sha2-nistp256", "nistp384", Buffer.concat([Buffer.of(4), Buffer.alloc(64, 1)])), /damaged/],
    ["a short RSA key", rsa(1024), /1024 bits; at least 2048/],
    ["nothing after the type", "ssh-ed25519", /damaged/],
  ])("refuses %s", (_what, text, problem) => {
    expect(parseSshPublicKey(text)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
