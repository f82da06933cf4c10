// The rules of this repository. Each ban names its home: the one place that can do what is banned everywhere else.
// server/ops/conventions.test.ts proves that every ban fires and stays quiet in its home.
import { readFileSync } from "node:fs";
import nextVitals from "eslint-config-next/core-web-vitals";
import nextTypescript from "eslint-config-next/typescript";
import tseslint from "typescript-eslint";

const { words, exactWords, address } = JSON.parse(readFileSync(new URL("./server/ops/hidden-words.json", import.meta.url), "utf8"));

const TOOLS = ["server/ops/**", "server/demo/**", "e2e/**", "bench/**", "*.config.{ts,mjs}"];
const TESTS = ["**/*.test.{ts,tsx}", "**/testing/**"];
const CUSTOMER = ["app/(console)/**", "app/(public)/**", "components/**", "lib/**"];

/** A syntax ban, and the files exempt from it. */
const bans = [
  ...[
    'NewExpression[callee.name="Date"][arguments.length=0]',
    'CallExpression[callee.name="Date"]',
    'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    'CallExpression[callee.object.object.name="globalThis"][callee.object.property.name="Date"][callee.property.name="now"]',
  ].map((selector) => ({
    selector,
    message: "The clock is injected: take ctx.now, or ask server/kernel/process/clock.ts; in the browser, components/shell/clock.tsx.",
    homes: ["server/kernel/process/clock.ts", ...TOOLS],
  })),
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: "Randomness is injected: take server/kernel/process/random.ts.",
    homes: ["server/kernel/process/random.ts", ...TOOLS],
  },
  {
    selector: 'MemberExpression[object.name="process"][property.name="env"]',
    message: "Only server/kernel/process/env.ts reads the environment.",
    homes: ["server/kernel/process/env.ts", "**/*.db.test.ts", ...TOOLS],
  },
  {
    selector: 'MemberExpression[object.name="console"]',
    message: "Log through server/kernel/process/log.ts.",
    homes: ["server/kernel/process/log.ts", ...TOOLS],
  },
  {
    selector: "MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(only|skip|todo|fixme)$/]",
    message: "A test runs or it goes.",
    homes: [],
  },
];

/** A fixed wait makes a test slow on a good day and flaky on a bad one. */
const fixedWaits = [
  { selector: 'CallExpression[callee.property.name="waitForTimeout"]', message: "Wait for what the page shows, not for a time." },
  { selector: 'CallExpression[callee.name="setTimeout"]', message: "Wait for a condition (expect.poll, vi.waitFor), not for a time." },
  { selector: "ImportDeclaration[source.value=/^(node:)?timers/]", message: "Wait for a condition (expect.poll, vi.waitFor), not for a time." },
];

/** Words of the network's inner side, in every text a customer could read. Identifiers are exempt. */
const hiddenWords = [`/\\b(?:${words.join("|")})\\b/i`, `/\\b(?:${exactWords.join("|")})\\b/`, `/\\b${address}\\b/i`].flatMap((pattern) =>
  [`Literal[value=${pattern}]`, `TemplateElement[value.raw=${pattern}]`, `JSXText[value=${pattern}]`].map((selector) => ({
    selector,
    message: "This word may not reach a customer; server/ops/hidden-words.json lists them.",
  })),
);

const typed = ["app/**/*.{ts,tsx}", "components/**/*.{ts,tsx}", "lib/**/*.ts", "server/**/*.ts", "e2e/**/*.ts", "bench/**/*.ts", "prisma/**/*.ts"];

/**
 * ESLint keeps only the last list of restricted syntax for a file, so each kind of file gets its complete list at once.
 */
function restrict(files, ignores, rules) {
  return { files, ignores, rules: { "no-restricted-syntax": ["error", ...rules.map(({ selector, message }) => ({ selector, message }))] } };
}

/** One entry per set of homes: everything is banned everywhere, then a home gets the list without its own ban. */
function restrictions() {
  const homes = [...new Set(bans.flatMap((ban) => ban.homes))];
  const bansIn = (home) => bans.filter((ban) => !ban.homes.includes(home));
  return [
    restrict(["**/*.{ts,tsx}"], [], bans),
    restrict(CUSTOMER, [], [...bans, ...hiddenWords]),
    ...homes.map((home) => restrict([home], [], bansIn(home))),
    restrict(["**/*.test.{ts,tsx}"], TOOLS, [...bans, ...fixedWaits]),
    restrict(["**/*.db.test.ts"], TOOLS, [...bansIn("**/*.db.test.ts"), ...fixedWaits]),
    restrict(["e2e/**", "server/ops/**/*.test.ts"], [], [...bansIn("e2e/**"), ...fixedWaits]),
  ];
}

const config = [
  {
    ignores: [
      ".next/**",
      "dist/**",
      "dist-test/**",
      ".berth/**",
      "server/kernel/database/generated/**",
      "next-env.d.ts",
      "test-results/**",
      "playwright-report/**",
    ],
  },
  ...nextVitals,
  ...nextTypescript,
  ...tseslint.configs.strict,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": true, "ts-ignore": true, "ts-nocheck": true, "ts-check": false }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_", ignoreRestSiblings: true }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-eval": "error",
      "max-lines": ["error", { max: 400, skipBlankLines: true }],
    },
  },
  {
    files: typed,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  // Outside React a function can have any name: `use` is Playwright's word for a fixture, `useCredit` a verb.
  { files: ["server/**", "lib/**", "e2e/**", "bench/**", "prisma/**"], rules: { "react-hooks/rules-of-hooks": "off" } },
  ...restrictions(),
  { files: TESTS, rules: { "max-lines": "off", "@typescript-eslint/no-non-null-assertion": "off" } },
];

export default config;
