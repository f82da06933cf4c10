// Proves the repository's own rules: every ban fires where it should and stays quiet where the thing is allowed.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import configuration from "../../.dependency-cruiser.mjs";
import { root } from "./launcher/data-directory";
import { findHiddenWords } from "./hidden-words";

describe("lint", () => {
  // Snippets are not files of the project, so rules that need the type checker are left out.
  const untyped = {
    languageOptions: { parserOptions: { projectService: false, project: null } },
    rules: Object.fromEntries(
      ["no-floating-promises", "no-misused-promises", "await-thenable", "switch-exhaustiveness-check"].map((rule) => [
        `@typescript-eslint/${rule}`,
        "off" as const,
      ]),
    ),
  };
  const eslint = new ESLint({ cwd: root, overrideConfig: untyped });

  async function rulesBroken(file: string, code: string): Promise<string[]> {
    const [result] = await eslint.lintText(code, { filePath: path.join(root, file) });
    if (result?.messages.some((message) => message.fatal)) throw new Error(result.messages[0]?.message);
    return (result?.messages ?? []).filter((message) => message.severity === 2).map((message) => message.ruleId ?? "");
  }

  const syntax = "no-restricted-syntax";
  const cases: { what: string; code: string; rule: string; banned: string[]; allowed: string[] }[] = [
    {
      what: "the machine's clock",
      code: "export const at = new Date();",
      rule: syntax,
      banned: ["server/billing/a.ts", "lib/a.ts", "components/a.tsx", "app/(console)/a.tsx", "server/billing/a.test.ts"],
      allowed: ["server/kernel/process/clock.ts", "server/ops/a.ts", "e2e/a.spec.ts", "bench/a.ts"],
    },
    {
      what: "Date.now",
      code: "export const at = Date.now();",
      rule: syntax,
      banned: ["server/billing/a.ts", "lib/a.ts", "components/a.tsx"],
      allowed: ["server/kernel/process/clock.ts", "server/ops/a.ts"],
    },
    {
      what: "a given instant as a date",
      code: "export const at = new Date(0);",
      rule: syntax,
      banned: [],
      allowed: ["server/billing/a.ts", "lib/a.ts", "components/a.tsx"],
    },
    {
      what: "Math.random",
      code: "export const draw = Math.random();",
      rule: syntax,
      banned: ["server/billing/a.ts", "lib/a.ts", "server/kernel/process/clock.ts"],
      allowed: ["server/kernel/process/random.ts", "e2e/a.spec.ts"],
    },
    {
      what: "process.env",
      code: "export const port = process.env.PORT;",
      rule: syntax,
      banned: ["server/billing/a.ts", "app/(console)/a.tsx", "server/kernel/process/log.ts"],
      allowed: ["server/kernel/process/env.ts", "server/ops/a.ts", "playwright.config.ts", "server/a.db.test.ts"],
    },
    {
      what: "console",
      code: 'console.info("x");',
      rule: syntax,
      banned: ["server/billing/a.ts", "components/a.tsx"],
      allowed: ["server/kernel/process/log.ts", "bench/a.ts"],
    },
    {
      what: "any",
      code: "export const loose = (value: any) => String(value);",
      rule: "@typescript-eslint/no-explicit-any",
      banned: ["server/billing/a.ts", "lib/a.ts", "server/ops/a.ts", "e2e/a.spec.ts"],
      allowed: [],
    },
    {
      what: "a suppressed type error",
      code: "// @ts-ignore\nexport const a = 1;",
      rule: "@typescript-eslint/ban-ts-comment",
      banned: ["server/billing/a.ts", "lib/a.ts", "components/a.tsx"],
      allowed: [],
    },
    { what: "a fixed wait", code: "await page.waitForTimeout(500);", rule: syntax, banned: ["e2e/a.spec.ts"], allowed: [] },
    {
      what: "a timer in a test",
      code: "setTimeout(() => undefined, 500);",
      rule: syntax,
      banned: ["e2e/a.spec.ts", "server/billing/a.test.ts", "server/billing/a.db.test.ts"],
      allowed: ["server/ops/a.ts", "server/kernel/due/jobs.ts"],
    },
    {
      what: "a promised timer in a test",
      code: 'import { setTimeout } from "node:timers/promises";\nawait setTimeout(1);',
      rule: syntax,
      banned: ["e2e/a.spec.ts", "server/billing/a.test.ts"],
      allowed: ["server/ops/a.ts"],
    },
    { what: "a skipped test", code: 'it.skip("x", () => undefined);', rule: syntax, banned: ["server/billing/a.test.ts", "e2e/a.spec.ts"], allowed: [] },
    {
      what: "a hidden word in a text",
      code: 'export const text = "Pay with your Wallet";',
      rule: syntax,
      banned: ["app/(console)/a.tsx", "app/(public)/a.tsx", "components/a.tsx", "lib/a.ts"],
      allowed: ["server/settlement/a.ts", "app/(operator)/a.tsx"],
    },
    {
      what: "a hidden word in a template",
      code: "export const text = (n: number) => `${n} ATH burnt`;",
      rule: syntax,
      banned: ["components/a.tsx", "lib/a.ts"],
      allowed: ["server/settlement/a.ts"],
    },
    {
      what: "a hidden word on a page",
      code: "export const A = () => <p>Staking rewards</p>;",
      rule: syntax,
      banned: ["app/(console)/a.tsx", "components/a.tsx"],
      allowed: ["app/(operator)/a.tsx"],
    },
    {
      what: "an address of a chain",
      code: 'export const text = "0x00000000219ab540356cBB839Cbe05303d7705Fa";',
      rule: syntax,
      banned: ["lib/a.ts"],
      allowed: ["server/settlement/a.ts"],
    },
    {
      what: "words that only contain a hidden one",
      code: 'export const gasket = "a path to bath, gasoline and tokenised text"; export const token = gasket;',
      rule: syntax,
      banned: [],
      allowed: ["components/a.tsx", "lib/a.ts", "app/(console)/a.tsx"],
    },
  ];

  it.each(cases.flatMap(({ banned, ...rest }) => banned.map((file) => ({ file, ...rest }))))("bans $what in $file", async ({ file, code, rule }) => {
    expect(await rulesBroken(file, code)).toContain(rule);
  });

  it.each(cases.flatMap(({ allowed, ...rest }) => allowed.map((file) => ({ file, ...rest }))))("allows $what in $file", async ({ file, code, rule }) => {
    expect(await rulesBroken(file, code)).not.toContain(rule);
  });

  it("bans a floating promise, in the real project", async () => {
    const config: unknown = await new ESLint({ cwd: root }).calculateConfigForFile(path.join(root, "server/kernel/process/clock.ts"));
    expect(config).toMatchObject({ rules: { "@typescript-eslint/no-floating-promises": [2] } });
  });
});

describe("imports", () => {
  /** An import: the rule it breaks, the file, and what it imports. */
  const refused: [rule: string, from: string, to: string][] = [
    ["order-kernel", "server/kernel/upwards.ts", "server/identity/index.ts"],
    ["order-capacity", "server/capacity/upwards.ts", "server/billing/index.ts"],
    ["order-billing", "server/billing/upwards.ts", "server/settlement/index.ts"],
    ["modules-by-index", "server/billing/deep.ts", "server/capacity/rules.ts"],
    ["wiring-by-lists", "server/doors/deep.ts", "server/capacity/rules.ts"],
    ["settlement-is-hidden", "app/(console)/peek.ts", "server/settlement/index.ts"],
    ["settlement-is-hidden", "server/doors/rest/rest.ts", "server/settlement/index.ts"],
    ["production-without-demo", "server/worker.ts", "server/demo/life/pause.ts"],
    ["production-without-demo", "server/clusters/simulated.ts", "server/demo/life/pause.ts"],
    ["lib-is-pure", "lib/impure.ts", "server/kernel/process/clock.ts"],
    ["lib-without-io", "lib/reads.ts", "node:fs"],
    ["components-know-no-domain", "components/knows.ts", "server/doors/console/caller.ts"],
    ["components-use-shapes-only", "components/parses.ts", "lib/contracts/invoice.ts"],
    ["pages-through-the-caller", "app/(console)/direct.ts", "server/doors/console/trpc.ts"],
    ["types-of-the-api-only", "app/(console)/inside.ts", "server/capacity/index.ts"],
    ["server-without-pages", "server/billing/page.ts", "app/(console)/page.ts"],
    ["testing-kit-in-tests", "server/billing/kit.ts", "server/kernel/testing/index.ts"],
    ["no-cycles", "lib/circle.ts", "lib/ring.ts"],
    ["resolvable", "lib/lost.ts", "lib/gone.ts"],
  ];
  const allowed: [from: string, to: string][] = [
    ["server/billing/close.ts", "server/capacity/index.ts"],
    ["server/billing/kernel.ts", "server/kernel/process/clock.ts"],
    ["server/doors/registry.ts", "server/capacity/router.ts"],
    ["server/doors/registry.ts", "server/settlement/router.ts"],
    ["server/worker.ts", "server/settlement/events.ts"],
    ["app/(operator)/network.ts", "server/settlement/index.ts"],
    ["app/(console)/page.ts", "server/doors/console/caller.ts"],
    ["app/api/route.ts", "server/doors/console/trpc.ts"],
    ["components/form/money.ts", "lib/money.ts"],
    ["server/billing/close.test.ts", "server/kernel/testing/index.ts"],
  ];

  let directory = "";
  let violations: string[] = [];

  /** Writes both files, the first importing the second; a file can import several. */
  function link(from: string, to: string, sources: Map<string, string[]>): void {
    const specifier = to.startsWith("node:") ? to : path.relative(path.dirname(from), to.replace(/\.ts$/, "")).replace(/^(?!\.)/, "./");
    sources.set(from, [...(sources.get(from) ?? []), specifier]);
    if (!to.startsWith("node:") && to !== "lib/gone.ts") sources.set(to, sources.get(to) ?? []);
  }

  beforeAll(async () => {
    directory = realpathSync(mkdtempSync(path.join(tmpdir(), "berth-imports-")));
    const sources = new Map<string, string[]>();
    for (const [, from, to] of refused) link(from, to, sources);
    for (const [from, to] of allowed) link(from, to, sources);
    link("lib/ring.ts", "lib/circle.ts", sources);
    for (const [file, specifiers] of sources) {
      mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
      const imports = specifiers.map((specifier, index) => `import * as import${index} from "${specifier}";`);
      writeFileSync(path.join(directory, file), [...imports, `export const all = [${specifiers.map((_, index) => `import${index}`).join(", ")}];`].join("\n"));
    }
    const { tsConfig, ...options } = configuration.options ?? {};
    const result = await cruise(["app", "components", "lib", "server"], {
      ...options,
      baseDir: directory,
      ruleSet: { forbidden: configuration.forbidden ?? [] },
      validate: true,
    });
    violations = (result.output as ICruiseResult).summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(refused)("%s refuses %s → %s", (rule, from, to) => {
    expect(violations).toContain(`${rule}: ${from} → ${to.replace(/^node:/, "").replace(/^lib\/gone\.ts$/, "./gone")}`);
  });

  it.each(allowed)("lets %s import %s", (from, to) => {
    expect(violations.filter((violation) => violation.endsWith(`: ${from} → ${to}`))).toEqual([]);
  });
});

describe("hidden words", () => {
  it("finds each kind with its surroundings", () => {
    expect(findHiddenWords("The fee was paid in gas on Arbitrum")).toHaveLength(2);
    expect(findHiddenWords("100 ATH from 0xdeadbeef0")).toHaveLength(2);
  });

  it("ignores ordinary words", () => {
    expect(findHiddenWords("A path to the bath: Agassi's csrfToken, gasket, athletics, 0x1f")).toEqual([]);
  });
});

describe(".env.example", () => {
  it("names every variable the application reads", () => {
    const source = readFileSync(path.join(root, "server/kernel/process/env.ts"), "utf8");
    const read = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1]).filter((name) => name !== "NODE_ENV");
    const named = new Set([...readFileSync(path.join(root, ".env.example"), "utf8").matchAll(/^#([A-Z][A-Z_]+)=/gm)].map((match) => match[1]));
    expect(read.length).toBeGreaterThan(10);
    expect(read.filter((name) => !named.has(name))).toEqual([]);
  });
});
