// `npm test`: every check, cheapest failures first, on its own databases and ports so that a running `npm run up` is
// not disturbed. Stops at the first failure; the last line counts the tests.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundle, buildPages, TESTED } from "./build";
import { root } from "./data-directory";
import { Failure, runCommand } from "./failure";

interface Counts {
  passed: number;
  failed: number;
}

interface Step {
  title: string;
  run(): Promise<void>;
  /** The step's report, when it counts tests. */
  counts?(): Counts;
}

const reports = mkdtempSync(path.join(tmpdir(), "berth-test-reports-"));

/** Nothing of the caller's setup can reach the tests: no database, no port, no demo mode. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = [
    "DATABASE_URL",
    "DATABASE_ROLE",
    "MIGRATION_DATABASE_URL",
    "PORT",
    "LISTEN_ADDRESS",
    "DOORS",
    "PUBLIC_URL",
    "NEXTAUTH_URL",
    "BERTH_DATA_DIR",
    "BERTH_DEMO",
    "BERTH_EMBEDDED_POSTGRES",
    "BERTH_DEMO_NOW",
    "NODE_ENV",
  ];
  const environment = { ...process.env, TZ: "UTC", NEXT_TELEMETRY_DISABLED: "1" };
  for (const name of own) Reflect.deleteProperty(environment, name);
  return environment;
}

/** Runs a package's command and fails with it. */
async function tool(script: string, args: string[], extra: Record<string, string> = {}): Promise<void> {
  const child = spawn(process.execPath, [path.join(root, "node_modules", script), ...args], {
    cwd: root,
    env: { ...cleanEnvironment(), ...extra },
    stdio: "inherit",
  });
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("exit", resolve));
  if (code !== 0) throw new Failure(`${path.basename(script)} ended with ${code === null ? `signal ${child.signalCode}` : `exit code ${code}`}.`);
}

function report<T>(file: string): T | undefined {
  const full = path.join(reports, file);
  return existsSync(full) ? (JSON.parse(readFileSync(full, "utf8")) as T) : undefined;
}

function vitest(project: string): Pick<Step, "run" | "counts"> {
  const file = `${project}.json`;
  return {
    run: () =>
      tool("vitest/vitest.mjs", ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${path.join(reports, file)}`]),
    counts: () => {
      const result = report<{ numPassedTests: number; numFailedTests: number; numFailedTestSuites: number }>(file);
      // A file that fails to load counts as a failure even though no test in it failed.
      return { passed: result?.numPassedTests ?? 0, failed: result ? Math.max(result.numFailedTests, Math.min(result.numFailedTestSuites, 1)) : 1 };
    },
  };
}

const browserTests: Pick<Step, "run" | "counts"> = {
  run: () => tool("@playwright/test/cli.js", ["test", "--reporter=list,json"], { PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(reports, "browser.json") }),
  counts: () => {
    const result = report<{ stats: { expected: number; unexpected: number; flaky: number }; errors: unknown[] }>("browser.json");
    if (result === undefined) return { passed: 0, failed: 1 };
    return { passed: result.stats.expected, failed: Math.max(result.stats.unexpected + result.stats.flaky, result.errors.length) };
  },
};

const steps: Step[] = [
  {
    title: "Types",
    run: async () => {
      await tool("next/dist/bin/next", ["typegen"]);
      await tool("typescript/bin/tsc", ["--noEmit"]);
    },
  },
  { title: "Format", run: () => tool("prettier/bin/prettier.cjs", ["--check", "--log-level=warn", "**/*.{ts,tsx,mjs}"]) },
  { title: "Lint", run: () => tool("eslint/bin/eslint.js", ["--max-warnings", "0", "."]) },
  {
    title: "Import rules",
    run: () => tool("dependency-cruiser/bin/dependency-cruise.mjs", ["--config", ".dependency-cruiser.mjs", "app", "components", "lib", "server"]),
  },
  { title: "Dead code", run: () => tool("knip/bin/knip.js", []) },
  { title: "Unit and property tests", ...vitest("unit") },
  { title: "Operations against Postgres", ...vitest("db") },
  {
    title: "Production build",
    run: async () => {
      await bundle(TESTED);
      await buildPages(TESTED);
    },
  },
  { title: "Browser tests", ...browserTests },
];

async function runAll(): Promise<number> {
  const total: Counts = { passed: 0, failed: 0 };
  const started = performance.now();
  const since = (start: number) => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  try {
    for (const [index, step] of steps.entries()) {
      const stepStarted = performance.now();
      process.stdout.write(`\n── ${index + 1}/${steps.length} ${step.title}\n`);
      let failure: unknown;
      try {
        await step.run();
      } catch (error) {
        failure = error;
      }
      const counts = step.counts?.() ?? { passed: 0, failed: 0 };
      total.passed += counts.passed;
      total.failed += failure === undefined ? counts.failed : Math.max(counts.failed, 1);
      process.stdout.write(`── ${step.title}: ${failure === undefined ? "passed" : "failed"} in ${since(stepStarted)}\n`);
      if (failure !== undefined) {
        process.stderr.write(`${failure instanceof Error ? failure.message : String(failure)}\n`);
        break;
      }
    }
    process.stdout.write(`\nTook ${since(started)}\n${total.passed} passed, ${total.failed} failed\n`);
    return total.failed === 0 ? 0 : 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

await runCommand(runAll, tmpdir());
