// First step of `npm run up`, `npm test` and `npm run berth`. Plain JavaScript without imports of packages, because it
// runs before anything is installed: checks Node, installs when the lock file changed, then hands over to TypeScript.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
process.chdir(root);

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  stop(`Berth needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org and run the command again.`);
}

const entries = { up: "up.ts", test: "test.ts", berth: "run.ts" };
const command = process.argv[2];
if (!Object.hasOwn(entries, command)) stop(`start.mjs takes one of: ${Object.keys(entries).join(", ")}.`);

install();
process.argv.splice(1, 2, path.join(root, "server/ops", entries[command]));
const { register } = await import("tsx/esm/api");
register();
await import(`./${entries[command]}`);

/** Installs exactly the lock file. The mark lies in node_modules, so that deleting the folder deletes the mark. */
function install() {
  const mark = path.join(root, "node_modules/.berth-lock");
  const wanted = createHash("sha256").update(readFileSync("package-lock.json")).update(process.versions.modules).digest("hex");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  const started = performance.now();
  process.stdout.write("Installing packages …\n");
  const result = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { stdio: "inherit", shell: process.platform === "win32" });
  if (result.status !== 0) {
    stop("The packages could not be installed; npm says why above. Check the connection to the package registry and the free disk space, then run the command again.");
  }
  mkdirSync(path.dirname(mark), { recursive: true });
  writeFileSync(mark, wanted);
  process.stdout.write(`Installed in ${Math.round((performance.now() - started) / 1000)} s\n`);
}

/** @param {string} line What is wrong and the way out. */
function stop(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
