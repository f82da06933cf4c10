// `npm run up`: from nothing to a running console in six steps, or in seconds when already built.
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DEMO_PASSWORD, organisations, staff } from "@/prisma/seed/organisations";
import { bundle, bundlePath, buildPages, SERVED } from "./build";
import { claim, dataDirectory, prepareDirectory, release } from "./data-directory";
import { type Database, isEmpty, openDatabase, recreate } from "../migrations/database";
import { applicationEnvironment, isDemo, loadEnvironmentFile, servedPort } from "./environment";
import { Failure, runCommand } from "./failure";
import { migrate } from "../migrations/migrate";
import { isFree } from "./ports";
import { startPostgres } from "./postgres";
import { runToEnd, Services, untilServing } from "./services";

/** Free megabytes needed for a first start: the database with the demo, its log and the build. */
const FIRST_START_MEGABYTES = 1_500;
const LATER_START_MEGABYTES = 200;
const STEPS = 6;

loadEnvironmentFile();
const directory = dataDirectory();
const unfinishedDemo = path.join(directory, "demo.unfinished");

/** Ends every child and every running step. */
const stop = new AbortController();
let end: (reason: string | null) => void = () => undefined;
/** Why serving ends: null when requested, else what went wrong. */
const ending = new Promise<string | null>((resolve) => (end = resolve));

/** Shows one step and its duration. `work` returns a few words on what it did. */
async function step<T>(number: number, title: string, work: (say: (done: string) => void) => Promise<T>): Promise<T> {
  stop.signal.throwIfAborted();
  const started = performance.now();
  process.stdout.write(`${number}/${STEPS}  ${title} …\n`);
  let done = "done";
  const result = await work((text) => (done = text));
  if (!stop.signal.aborted) process.stdout.write(`      ${done} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`);
  return result;
}

async function prepare(port: number): Promise<void> {
  prepareDirectory(directory, existsSync(path.join(directory, "postgres/PG_VERSION")) ? LATER_START_MEGABYTES : FIRST_START_MEGABYTES);
  claim(directory, "`npm run up`", `http://localhost:${port}`);
  if (!(await isFree(port))) {
    release(directory);
    throw new Failure(`Port ${port} is taken by another program. Stop that program, or choose another port: PORT=${port + 1} npm run up`);
  }
}

/** Loads the demo into an unused database. An interrupted load is discarded and done again. */
async function loadDemo(database: Database, environment: NodeJS.ProcessEnv): Promise<string> {
  if (!isDemo()) return "not wanted here";
  if (existsSync(unfinishedDemo)) {
    if (!database.embedded)
      throw new Failure(`Loading the demo into DATABASE_URL was interrupted. Recreate that database, delete ${unfinishedDemo}, and start again.`);
    await recreate(database.ownerUrl);
    await migrate(database.ownerUrl);
  } else if (!(await isEmpty(database.ownerUrl))) {
    await runToEnd({ name: "Catching up with the demo", script: bundlePath(SERVED, "berth"), args: ["demo", "catch-up"] }, environment, stop.signal);
    return "already there";
  }
  writeFileSync(unfinishedDemo, "");
  await runToEnd({ name: "Loading the demo", script: bundlePath(SERVED, "berth"), args: ["demo", "load"] }, environment, stop.signal);
  rmSync(unfinishedDemo);
  return "13 months of two organisations loaded";
}

/** Restarts the embedded server when it dies under the running services, which reconnect by themselves. */
async function keepServing(database: Database): Promise<void> {
  while (database.embedded) {
    const lastLines = await database.embedded.ended;
    if (stop.signal.aborted) return;
    process.stdout.write(`postgres | ended; starting it again\n${lastLines}\n`);
    try {
      database.embedded = await startPostgres(directory);
    } catch (error) {
      end(`Postgres could not be started again: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
  }
}

function greeting(address: string): string {
  const lines = ["", `Berth is ready at ${address}`];
  if (isDemo()) {
    const accounts = [
      ...organisations.flatMap(({ name: organisation, people }) =>
        people.map(({ email, name, role }) => ({ email, who: `${name}, ${role} of ${organisation}` })),
      ),
      ...staff.map(({ email, name }) => ({ email, who: `${name}, operator of the network` })),
    ];
    const width = Math.max(...accounts.map(({ email }) => email.length));
    lines.push("", `Demo accounts, each with the password ${DEMO_PASSWORD}:`, ...accounts.map(({ email, who }) => `  ${email.padEnd(width)}  ${who}`));
  }
  return [...lines, "", "Ctrl-C stops everything.", ""].join("\n");
}

// A closed terminal takes the output with it; everything opened must still be closed.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  // npm forwards Ctrl-C a second time; ignore it.
  process.on(signal, () => {
    if (stop.signal.aborted) return;
    process.stdout.write("\nStopping …\n");
    stop.abort();
    end(null);
  });
}

/** What has been opened and must be closed. */
interface Opened {
  database?: Database;
  services?: Services;
}

async function start(opened: Opened, port: number): Promise<void> {
  const database = (opened.database = await step(2, "Database", async (say) => {
    const reached = await openDatabase();
    say(reached.embedded ? `embedded Postgres in ${directory}` : "the one of DATABASE_URL");
    return reached;
  }));
  await step(3, "Schema", async (say) => {
    const applied = await migrate(database.ownerUrl);
    say(applied.length === 0 ? "up to date" : `${applied.length} migrations applied`);
  });
  await step(4, "Build", async (say) => {
    const bundled = await bundle(SERVED);
    const built = await buildPages(SERVED, stop.signal);
    say(bundled || built ? "built" : "unchanged");
  });
  const environment = applicationEnvironment(database, directory, port);
  await step(5, "Demo", async (say) => say(await loadDemo(database, environment)));
  await step(6, "Services", async (say) => {
    const services = (opened.services = new Services(environment, end));
    services.start({ name: "web", script: bundlePath(SERVED, "main") });
    await untilServing(`http://127.0.0.1:${port}/api/health/ready`, 60, stop.signal);
    services.start({ name: "worker", script: bundlePath(SERVED, isDemo() ? "demo-worker" : "worker") });
    if (isDemo()) services.start({ name: "network", script: bundlePath(SERVED, "network") });
    say(isDemo() ? "web, worker, simulated network" : "web, worker");
  });
  void keepServing(database);
  process.stdout.write(greeting(environment.PUBLIC_URL ?? ""));
}

/** Runs the steps and then waits; everything opened is closed in reverse order. */
async function serve(): Promise<number> {
  const port = servedPort();
  await prepare(port);
  const opened: Opened = {};
  const starting = start(opened, port);
  try {
    const failed = await Promise.race([starting.then(() => ending), ending]);
    if (failed !== null) throw new Failure(failed);
    return 0;
  } finally {
    stop.abort();
    // A running step may still open something; its own error has been reported or was caused by stopping.
    await starting.catch(() => undefined);
    await opened.services?.stop();
    await opened.database?.stop();
    release(directory);
  }
}

await runCommand(serve, directory);
