import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { attributionOf, systemCaller } from "./operation/actor";
import { now, setInstant, setOffsetSeconds } from "./process/clock";
import { readEnv } from "./process/env";
import { ERROR_KINDS, OperationError, toOperationError } from "./operation/errors";
import { inputErrors, readInput } from "./operation/input-errors";
import { randomBytes, randomFraction, randomId, seedRandom } from "./process/random";
import { takeRate, takeRateOf } from "./operation/rate-limit";
import { hashApiKey, hashPassword, isApiKey, makeApiKey, verifyPassword } from "./process/secrets";
import { isCheckViolation, isRetryable, isUniqueViolation, sqlState, toRefusal } from "./database/sql-state";

const complete = { DATABASE_URL: "postgresql://berth@localhost/berth", BERTH_SECRET: "x".repeat(32) };

beforeEach(() => {
  for (const [name, value] of Object.entries(complete)) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

describe("the environment", () => {
  it("has defaults for everything optional", () => {
    expect(readEnv(complete)).toMatchObject({ PORT: 3000, DATABASE_ROLE: "berth_app", BERTH_DEMO: false, DOORS: "all" });
    expect(readEnv({ ...complete, PORT: "", BERTH_DEMO: "1", DATABASE_ROLE: "" })).toMatchObject({ PORT: 3000, BERTH_DEMO: true, DATABASE_ROLE: "" });
  });

  it("lets the public address follow the port", () => {
    expect(readEnv({ ...complete, PORT: "4555" }).PUBLIC_URL).toBe("http://localhost:4555");
    expect(readEnv({ ...complete, PORT: "4555", PUBLIC_URL: "https://console.example.com" }).PUBLIC_URL).toBe("https://console.example.com");
  });

  it("names every invalid variable and the fix", () => {
    const read = () => readEnv({ BERTH_SECRET: "short", PORT: "99999", DATABASE_ROLE: 'x"; drop' });
    expect(read).toThrow(/DATABASE_URL is not set: must look like postgresql/);
    expect(read).toThrow(/BERTH_SECRET: must have at least 32 characters; make one with/);
    expect(read).toThrow(/PORT: /);
    expect(read).toThrow(/DATABASE_ROLE: must be a plain role name/);
  });
});

describe("the clock", () => {
  afterEach(() => {
    setInstant(null);
    setOffsetSeconds(0);
  });
  it("stops at a set instant, and otherwise runs ahead by the demo's offset", () => {
    setInstant(new Date("2026-11-22T10:00:00Z"));
    setOffsetSeconds(86_400);
    expect(now().toISOString()).toBe("2026-11-22T10:00:00.000Z");
    setInstant(null);
    const ahead = now().getTime();
    setOffsetSeconds(0);
    expect(Math.round((ahead - now().getTime()) / 1000)).toBe(86_400);
  });
});

describe("randomness", () => {
  afterEach(() => seedRandom(null));
  it("repeats only with a seed", () => {
    const draw = () => [randomBytes(5), randomFraction(), randomId("qte", new Date(0))];
    seedRandom(7);
    const first = draw();
    seedRandom(7);
    expect(draw()).toEqual(first);
    seedRandom(8);
    expect(draw()).not.toEqual(first);
    seedRandom(null);
    expect(draw()).not.toEqual(draw());
  });
  it("never returns the same bytes twice, whatever the block size", () => {
    const seen = new Set(Array.from({ length: 2_000 }, () => Buffer.from(randomBytes(10)).toString("hex")));
    expect(seen.size).toBe(2_000);
    expect(randomBytes(10_000)).toHaveLength(10_000);
  });
});

describe("errors", () => {
  it("hide what callers must not read", () => {
    const hidden = toOperationError(new Error("relation secret does not exist"));
    expect(hidden).toMatchObject({ code: "internal", status: 500 });
    expect(hidden.message).not.toContain("secret");
    const own = new OperationError("quote_expired", "The quote expired at 10:00.");
    expect(toOperationError(own)).toBe(own);
    expect(own.suggestion).toBe(ERROR_KINDS.quote_expired.suggestion);
  });

  it("for input point at the field, escaped as RFC 6901 says", () => {
    const schema = z.object({ "a/b": z.object({ "c~d": z.array(z.number()) }) });
    const { error } = schema.safeParse({ "a/b": { "c~d": [1, "x"] } });
    expect(error && inputErrors(error).map(({ pointer }) => pointer)).toEqual(["/a~1b/c~0d/1"]);
  });

  it("for input name unknown fields and text that cannot be stored, at contract depth and no deeper", () => {
    const contract = z.object({
      slaPlan: z.string().optional(),
      list: z.array(z.string()).optional(),
      either: z.union([z.string(), z.object({ publicKey: z.string() })]).optional(),
      items: z.array(z.unknown()).optional(),
    });
    const errorsOf = (input: unknown) => {
      const read = readInput(contract, input);
      return "errors" in read ? read.errors.map(({ pointer, message }) => `${pointer} ${message}`) : [];
    };
    const stored = "holds a character that cannot be stored";
    expect(errorsOf({ slaplan: "mission" })).toEqual(["/slaplan is not known here; did you mean slaPlan?"]);
    expect(errorsOf({ colour: 1 })).toEqual(["/colour is not known here; known are slaPlan, list, either, items"]);
    expect(errorsOf(JSON.parse('{"__proto__":{"slaPlan":"x"},"a/b~":1}'))).toEqual([
      expect.stringMatching(/^\/__proto__ /),
      expect.stringMatching(/^\/a~1b~0 /),
    ]);
    expect(errorsOf({ list: ["fine", "naïve 서울 🚢", "nul \0", "\udc00"] })).toEqual([`/list/2 ${stored}`, `/list/3 ${stored}`]);
    expect(errorsOf({ either: { publickey: "x", publicKey: "y" } })).toEqual(["/either/publickey is not known here; did you mean publicKey?"]);
    expect(errorsOf({ either: "\0" })).toEqual([`/either ${stored}`]);
    let deep: unknown = "\0";
    for (let depth = 0; depth < 200_000; depth += 1) deep = [deep];
    expect(errorsOf({ items: [deep, "\0", { "\0": 1 }] })).toEqual([]);
    expect(errorsOf({ slaPlan: deep })[0]).toMatch(/^\/slaPlan /);
  });

  it("from the database are found through causes", () => {
    const raw = Object.assign(new Error("deadlock"), { code: "40P01" });
    const unique = new Error("wrapped", { cause: { code: "23505", message: 'violates unique constraint "Project_slug"' } });
    expect([raw, { code: "40001" }, new OperationError("conflict", "x", { cause: raw })].map(isRetryable)).toEqual([true, true, true]);
    expect(sqlState({ code: "ECONNRESET" })).toBeNull();
    expect(sqlState({ code: "P0001" })).toBe("P0001");
    expect([isUniqueViolation(unique), isUniqueViolation(unique, "Project_slug"), isUniqueViolation(unique, "Other")]).toEqual([true, true, false]);
    expect(isCheckViolation({ code: "23514", constraint: "free" }, "free")).toBe(true);
    expect(toRefusal(Object.assign(new Error("x"), { code: "ECONNREFUSED" }))).toMatchObject({ code: "unavailable" });
    expect(toRefusal(Object.assign(new Error("x"), { code: "57014" }))).toMatchObject({ code: "overloaded", retryAfterSeconds: 5 });
    expect(toRefusal(raw)).toMatchObject({ code: "overloaded" });
    const other = new Error("a mistake of ours");
    expect(toRefusal(other)).toBe(other);
  });
});

describe("keys and passwords", () => {
  it("generate keys with a checksum", () => {
    const { key, hash, lastFour } = makeApiKey();
    expect(key).toMatch(/^bk_live_[0-9A-Za-z]{36}$/);
    expect(isApiKey(key)).toBe(true);
    expect(hash).toBe(hashApiKey(key));
    expect(hash).not.toContain(key.slice(8));
    expect(key.endsWith(lastFour)).toBe(true);
    const typo = key.slice(0, 12) + (key[12] === "a" ? "b" : "a") + key.slice(13);
    for (const wrong of [typo, key.slice(0, -1), `${key}x`, key.replace("live", "test"), ""]) expect(isApiKey(wrong)).toBe(false);
  });

  it("verify a password, also in another Unicode form, and refuse every other", async () => {
    const stored = await hashPassword("Skogsbær 4711");
    expect(stored).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect(await verifyPassword("Skogsbær 4711".normalize("NFD"), stored)).toBe(true);
    expect(await verifyPassword("skogsbær 4711", stored)).toBe(false);
    expect(await verifyPassword("anything", null)).toBe(false);
    expect(await verifyPassword("anything", "plain$text")).toBe(false);
  });
});

describe("rate limits", () => {
  it("refuse calls beyond the class's limit, with the time to wait, per subject", async () => {
    const { limit } = await takeRateOf("auth", "anyone");
    const all = await Promise.all(
      Array.from({ length: limit + 1 }, () =>
        takeRateOf("auth", "someone").then(
          () => null,
          (error: unknown) => error,
        ),
      ),
    );
    expect(all.filter((error) => error !== null)).toHaveLength(1);
    expect(all.at(-1)).toMatchObject({ code: "rate_limited", status: 429 });
    expect(await takeRateOf("auth", "someone else")).toMatchObject({ limit, remaining: limit - 1 });
    expect(await takeRate("auth", systemCaller("job"))).toBeNull();
  });
});

describe("attribution", () => {
  it("is total, including anonymous callers", () => {
    expect(attributionOf({ actor: null, surface: "api", address: "192.0.2.7", requestId: "r" })).toEqual({
      actorKind: "anonymous",
      actorId: "anonymous",
      actorLabel: "Not signed in",
      surface: "api",
      address: "192.0.2.7",
    });
    expect(attributionOf(systemCaller("close the month", "org_1"))).toMatchObject({ actorKind: "system", actorLabel: "close the month", surface: "worker" });
  });
});
