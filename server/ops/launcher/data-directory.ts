// The data directory of a machine: the embedded database, its port and log, generated secrets, stored documents, and
// the process that currently owns it.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { errorCode, Failure } from "./failure";

export const root = path.resolve(import.meta.dirname, "../../..");

/** Absolute path of the data directory; BERTH_DATA_DIR moves it. */
export const dataDirectory = (): string => path.resolve(root, process.env.BERTH_DATA_DIR || ".berth");

/**
 * What the application needs besides an address; generated once and kept, so that sessions and keys survive a restart.
 */
export interface Secrets {
  BERTH_SECRET: string;
}

/**
 * Creates the folder and checks that it can be used.
 * @param megabytes free space required
 */
export function prepareDirectory(directory: string, megabytes: number): void {
  try {
    mkdirSync(directory, { recursive: true });
    const probe = path.join(directory, ".writable");
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    if (errorCode(error) === "ENOSPC") throw error;
    throw new Failure(
      `The data directory ${directory} cannot be written (${errorCode(error)}). Give this account access to it, or set BERTH_DATA_DIR to another folder.`,
    );
  }
  const { bavail, bsize } = statfsSync(directory);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < megabytes) {
    throw new Failure(
      `Only ${free} MB are free on the disk of ${directory}; Berth needs ${megabytes} MB. Free some space, or set BERTH_DATA_DIR to a folder on another disk.`,
    );
  }
}

/** The secret from the environment, else the one kept in the data directory, else a new one written there. */
export function readSecrets(directory: string): Secrets {
  const file = path.join(directory, "secrets.json");
  const kept: Partial<Secrets> = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<Secrets>) : {};
  const secrets = { BERTH_SECRET: process.env.BERTH_SECRET || kept.BERTH_SECRET || randomBytes(32).toString("base64url") };
  if (!process.env.BERTH_SECRET && !kept.BERTH_SECRET) writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

/** Identifies a process even if its number is reused later. */
export interface Owner {
  pid: number;
  /** When the process started, in the system's own format. */
  started: string;
  command: string;
  /** The address it serves, once it does. */
  address?: string;
}

/**
 * The system's start time of a process, or null when there is none. Process numbers are reused, in containers within
 * minutes.
 */
export function startMark(pid: number): string | null {
  try {
    if (existsSync("/proc/self/stat")) {
      // Field 22, counted after the parenthesised name, which may itself contain spaces.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? null : (fields[19] ?? null);
    }
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() || null;
  } catch {
    return null;
  }
}

const ownerFile = (directory: string): string => path.join(directory, "owner.json");

/** The live process that holds this directory, or null. */
export function currentOwner(directory: string): Owner | null {
  if (!existsSync(ownerFile(directory))) return null;
  try {
    const owner = JSON.parse(readFileSync(ownerFile(directory), "utf8")) as Owner;
    return owner.pid !== process.pid && startMark(owner.pid) === owner.started ? owner : null;
  } catch {
    return null; // truncated: its writer died
  }
}

/** Takes the directory for this process, or reports who holds it. */
export function claim(directory: string, command: string, address?: string): void {
  const owner = currentOwner(directory);
  if (owner !== null) {
    const where = owner.address === undefined ? "" : ` at ${owner.address}`;
    throw new Failure(
      `${owner.command} is already running${where} on ${directory} (process ${owner.pid}). Stop it with Ctrl-C in its window or \`kill ${owner.pid}\`, or set BERTH_DATA_DIR and PORT to start another one.`,
    );
  }
  const own: Owner = { pid: process.pid, started: startMark(process.pid) ?? "", command, ...(address === undefined ? {} : { address }) };
  rmSync(ownerFile(directory), { force: true });
  writeFileSync(ownerFile(directory), JSON.stringify(own), { flag: "wx" });
}

export function release(directory: string): void {
  rmSync(ownerFile(directory), { force: true });
}
