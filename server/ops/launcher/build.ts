// The production build: Next for the pages, esbuild for the processes. Rebuilt only when its inputs changed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { root } from "./data-directory";
import { Failure } from "./failure";

/**
 * Output folders, relative to the repository. Bundles are one folder deep, like their sources, so `..` is the
 * repository.
 */
export interface Build {
  next: string;
  bundles: string;
}

/** What `npm run up` serves. */
export const SERVED: Build = { next: ".next", bundles: "dist" };
/** What the browser tests serve, kept separate so that testing never replaces files under a running server. */
export const TESTED: Build = { next: "dist-test/next", bundles: "dist-test" };

/** The processes, by the name of their bundle. */
const ENTRIES = {
  main: "server/main.ts",
  worker: "server/worker.ts",
  "demo-worker": "server/demo/worker.ts",
  network: "server/demo/simulator/network.ts",
  berth: "server/ops/cli/berth.ts",
};

export type BundleName = keyof typeof ENTRIES;

/** Absolute path of a process's bundle. */
export const bundlePath = (target: Build, name: BundleName): string => path.join(root, target.bundles, `${name}.js`);

const CONFIGURATION = ["package-lock.json", "tsconfig.json", "next.config.ts", "postcss.config.mjs", "server/ops/launcher/build.ts"];
const BUNDLED = ["lib", "server", "prisma"];
const PAGES = ["app", "components", "public", ...BUNDLED];
const NOT_BUILT = /\.test\.tsx?$|\/testing\/|\/generated\/|\.md$/;

function* filesBelow(directory: string): Generator<string> {
  if (!existsSync(path.join(root, directory))) return;
  for (const entry of readdirSync(path.join(root, directory), { withFileTypes: true })) {
    const file = `${directory}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(file);
    else if (!NOT_BUILT.test(file)) yield file;
  }
}

function hashOf(directories: string[]): string {
  const hash = createHash("sha256");
  const files = [...CONFIGURATION, ...directories.flatMap((directory) => [...filesBelow(directory)])];
  for (const file of files.sort())
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(path.join(root, file)))
      .update("\0");
  return hash.digest("hex");
}

/**
 * Runs `make` unless its mark already carries this hash.
 * @returns whether it ran
 */
async function unlessUnchanged(mark: string, hash: string, make: () => Promise<void>): Promise<boolean> {
  const file = path.join(root, mark);
  if (existsSync(file) && readFileSync(file, "utf8") === hash) return false;
  rmSync(file, { force: true });
  await make();
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, hash);
  return true;
}

/** Bundles the processes; takes about a second. */
export function bundle(target: Build): Promise<boolean> {
  return unlessUnchanged(`${target.bundles}/bundles.hash`, hashOf(BUNDLED), async () => {
    await build({
      absWorkingDir: root,
      entryPoints: ENTRIES,
      outdir: target.bundles,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      packages: "external",
      // Next resolves the guard itself; in a server-only process it is empty.
      alias: { "server-only": "./node_modules/server-only/empty.js" },
      sourcemap: true,
      logLevel: "error",
    });
  });
}

/** Builds the pages. */
export function buildPages(target: Build, signal?: AbortSignal): Promise<boolean> {
  return unlessUnchanged(`${target.bundles}/pages.hash`, hashOf(PAGES), async () => {
    const output: string[] = [];
    const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", BERTH_NEXT_DIR: target.next, NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal === undefined ? {} : { signal }),
    });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => output.push(text));
    const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
    if (code !== 0) throw new Failure(`next build failed:\n${output.join("")}`);
  });
}
