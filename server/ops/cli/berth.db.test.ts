// The command line as programs use it: output, refusals and exit codes.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { useOwnDatabase } from "@/server/kernel/testing/own-database";
import { root } from "../launcher/data-directory";

interface Said {
  code: number;
  out: string;
  err: string;
}

/** Runs `berth` with these arguments. */
const berth = (words: string[], environment: Record<string, string> = {}): Promise<Said> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["--import", "tsx", "server/ops/cli/berth.ts", ...words],
      { cwd: root, env: { ...process.env, NODE_ENV: "production", ...environment } },
      (_error, out, err) => {
        resolve({ code: child.exitCode ?? -1, out, err });
      },
    );
  });

const folder = mkdtempSync(path.join(tmpdir(), "berth-command-line-"));

beforeAll(async () => {
  await useOwnDatabase(process.env.MIGRATION_DATABASE_URL);
  vi.stubEnv("BERTH_DEMO", "0");
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SELLERS = JSON.stringify({
  sellers: [
    {
      country: "NL",
      name: "Berth Network B.V.",
      address: "Wilhelminakade 1, 3072 AP Rotterdam",
      taxId: "NL000000000B00",
      bankName: "Voorbeeldbank",
      iban: "NL00BRTH0000000000",
      bic: "BRTHNL2A",
    },
  ],
});

describe("the command line", () => {
  it("creates an organisation that can be billed, admits people and programs, and lists it", async () => {
    expect((await berth(["run", "billing.seller.load", "--input", SELLERS])).code).toBe(0);
    const opened = await berth([
      "org",
      "create",
      "--slug",
      "acme",
      "--name",
      "Acme",
      "--country",
      "NO",
      "--currency",
      "USD",
      "--ap-email",
      "ap@acme.example",
      "--json",
    ]);
    expect(opened).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(opened.out)).toMatchObject({ slug: "acme", name: "Acme" });
    const [listed, key, invited] = await Promise.all([
      berth(["org", "list", "--json"]),
      berth(["api-key", "create", "--organisation", "acme", "--role", "finance", "--json"]),
      berth(["user", "invite", "--organisation", "acme", "--email", "kari@acme.example", "--name", "Kari Nord", "--role", "owner", "--json"]),
    ]);
    expect(JSON.parse(listed.out)).toEqual({ data: [{ id: expect.stringMatching(/^org_/), slug: "acme", name: "Acme", country: "NO" }] });
    expect(JSON.parse(key.out)).toEqual({ id: expect.stringMatching(/^key_/), key: expect.stringMatching(/^bk_live_[0-9A-Za-z]{36}$/) });
    expect(JSON.parse(invited.out)).toMatchObject({ email: "kari@acme.example", role: "owner" });
  }, 60_000);

  it("creates no organisation whose billing profile is refused", async () => {
    const refused = await berth(["org", "create", "--slug", "half", "--name", "Half", "--country", "KR", "--currency", "KRW", "--ap-email", "ap@half.example"]);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("not set up") });
    expect((await berth(["org", "list", "--json"])).out).not.toContain("half");
  }, 60_000);

  it("checks the database and verifies the audit trail", async () => {
    const [check, audit] = await Promise.all([berth(["db", "check", "--json"]), berth(["audit", "verify"])]);
    expect(check.code).toBe(0);
    const { ok, checks } = JSON.parse(check.out) as { ok: boolean; checks: { name: string; ok: boolean }[] };
    expect(ok).toBe(true);
    expect(checks.length).toBeGreaterThan(8);
    expect(audit).toMatchObject({ code: 0, out: expect.stringContaining("unbroken") });
  }, 60_000);

  it("loads sellers from a file, creates an operator key, and refuses bytes that are not text", async () => {
    const file = path.join(folder, "sellers.json");
    const seller = {
      country: "NL",
      name: "Berth Network B.V.",
      address: "Rotterdam",
      taxId: "NL000000000B00",
      bankName: "Bank",
      iban: "NL00BRTH0000000000",
      bic: "BRTHNL2A",
    };
    writeFileSync(file, JSON.stringify({ sellers: [seller] }));
    expect(await berth(["seller", "load", file])).toMatchObject({ code: 0, out: "1 sellers\n" });
    const made = await berth(["operator-key", "create", "--name", "monitoring", "--read-only", "--json"]);
    expect(JSON.parse(made.out)).toMatchObject({ id: expect.stringMatching(/^key_/), key: expect.any(String) });
    writeFileSync(file, Buffer.concat([Buffer.from('{"sellers": "'), Buffer.from([0xff]), Buffer.from('"}')]));
    const refused = await berth(["network", "load", file]);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("is no JSON in UTF-8")]);
  }, 120_000);

  it("refuses in one line that names the fix", async () => {
    const missing = path.join(folder, "missing.jsonl");
    const broken = path.join(folder, "broken.jsonl");
    writeFileSync(broken, '{"node":"nod_1"}\nnot json\n');
    const notText = path.join(folder, "latin1.jsonl");
    writeFileSync(notText, Buffer.from('{"node":"n\xf6d_1"}\n', "latin1"));
    const refused = await Promise.all([
      berth(["demo", "advance", "--days", "14"]),
      berth(["org", "crate"]),
      berth(["org", "create", "--slug", "x"]),
      berth(["api-key", "create", "--organisation", "nobody", "--role", "finance"]),
      berth(["billing", "close", "--month", "2026-13"]),
      berth(["run", "capacity.quote.creat"]),
      berth(["telemetry", "replay", missing]),
      berth(["telemetry", "replay", broken]),
      berth(["telemetry", "replay", notText]),
      berth(["org", "list", "--jsn"]),
      berth(["org", "create", "--slug", "x", "--slug", "y"]),
      berth(["org", "create", "--slug", "--name", "X"]),
      berth(["org", "list", "--json=1"]),
      berth(["org", "list", "acme"]),
      berth(["org", "create", "--slug", "x", "--name", "Br\ufffdnde"]),
      berth(["run", "identity.project.list", "--input", '{"limit":1,"limit":2}']),
      berth(["run", "identity.project.list", "--input", "[]"]),
    ]);
    for (const { code, out, err } of refused) {
      expect([code, out]).toEqual([1, ""]);
      expect(err.trim().split("\n")).toHaveLength(1);
    }
    expect(refused.map(({ err }) => err)).toEqual([
      expect.stringContaining("BERTH_DEMO=1"),
      expect.stringContaining("org create, org list"),
      expect.stringContaining("--name"),
      expect.stringContaining("There is no organisation nobody"),
      expect.stringContaining("write a month such as 2026-10"),
      expect.stringContaining("Did you mean"),
      expect.stringContaining("cannot be read"),
      expect.stringContaining("Line 2 is no JSON"),
      expect.stringContaining("Line 1 is not UTF-8"),
      expect.stringContaining("did you mean --json?"),
      expect.stringContaining("--slug is given twice"),
      expect.stringContaining("--slug needs a value"),
      expect.stringContaining("--json takes no value"),
      expect.stringContaining("org list takes no acme"),
      expect.stringContaining("is not UTF-8"),
      expect.stringContaining("/limit stands twice"),
      expect.stringContaining("must be an object"),
    ]);
  }, 120_000);

  it("sends signals from a file and reports which lines were refused", async () => {
    const file = path.join(folder, "signals.jsonl");
    writeFileSync(file, '{"node":"nod_NOBODY","source":"agent","kind":"heartbeat","ok":true,"observedAt":"2020-01-01T00:00:00Z"}\n');
    const replayed = await berth(["telemetry", "replay", file, "--json"]);
    expect(replayed.code).toBe(1);
    expect(JSON.parse(replayed.out)).toMatchObject({ taken: 0, refused: [{ line: 1 }] });
  }, 60_000);

  it("prints help", async () => {
    const [help, one, none] = await Promise.all([berth(["help"]), berth(["help", "demo", "advance"]), berth([])]);
    expect(help.out).toContain("demo advance");
    expect(one.out).toContain("--days");
    expect([help.code, one.code, none.code]).toEqual([0, 0, 1]);
  }, 60_000);
});
