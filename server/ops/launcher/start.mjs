// First step of `npm run up`, `npm test` and `npm run berth`. Plain JavaScript that imports no packages, because it
// runs before anything is installed: checks Node, installs when the lock file changed, generates the database client
// when the schema did, then hands over to TypeScript.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

// From "engines" in package.json. A Node that is too old must get this far, so no syntax here that it cannot parse.
const [major, minor] = process.versions.node.split(".").map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24)) {
  stop(`Berth needs Node 20.19, 22.12, 24 or newer; this is ${process.versions.node}. Install one of them from https://nodejs.org and run the command again.`);
}

const root = fileURLToPath(new URL("../../..", import.meta.url));
process.chdir(root);

const entries = { up: "up.ts", test: "test.ts", berth: "run.ts", build: "build-served.ts", migrate: "../migrations/run-migrations.ts" };
const command = process.argv[2];
if (!Object.hasOwn(entries, command)) stop(`start.mjs takes one of: ${Object.keys(entries).join(", ")}.`);

if (command === "up") process.stdout.write("1/6  Packages …\n");
const installed = install();
if (command === "up") process.stdout.write(`      ${installed}\n`);
import("./generate.mjs")
  .then(() => import("tsx/esm/api"))
  .then(({ register }) => {
    register();
    process.argv.splice(1, 2, path.join(root, "server/ops/launcher", entries[command]));
    return import(`./${entries[command]}`);
  });

/**
 * Installs exactly the lock file. The mark is inside node_modules, so that deleting the folder deletes the mark.
 * @returns what it did
 */
function install() {
  const mark = path.join(root, "node_modules/.berth-lock");
  const wanted = createHash("sha256").update(readFileSync("package-lock.json")).update(process.versions.modules).digest("hex");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return "unchanged";
  const started = performance.now();
  const result = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { stdio: "inherit", shell: process.platform === "win32" });
  if (result.status !== 0) {
    stop(
      "The packages could not be installed; npm says why above. Check the connection to the package registry and the free disk space, then run the command again.",
    );
  }
  mkdirSync(path.dirname(mark), { recursive: true });
  writeFileSync(mark, wanted);
  return `installed (${Math.round((performance.now() - started) / 1000)} s)`;
}

/** @param {string} line The problem and its fix. */
function stop(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
