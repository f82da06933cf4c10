// Child processes: started with prefixed output, restarted with back-off when they crash, stopped together.
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import readline from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./data-directory";
import { Failure, saysFullDisk } from "./failure";

export interface Service {
  name: string;
  /** Absolute path of the script. */
  script: string;
  args?: string[];
}

/** Pause before a restart, doubled from the first to the last. */
const PAUSE_MILLISECONDS = { first: 1_000, last: 30_000 };
/** A process that ran this long was healthy, so its back-off starts over. */
const HEALTHY_MILLISECONDS = 60_000;
/** Consecutive crashes after which restarting is given up. */
const GIVE_UP_AFTER = 6;
const STOP_MILLISECONDS = 20_000;

function launch({ script, args = [] }: Service, environment: NodeJS.ProcessEnv, signal?: AbortSignal): ChildProcess {
  const follow = path.join(root, "server/ops/launcher/follow-parent.mjs");
  // Detached, so that Ctrl-C in the terminal reaches only this process, which then stops the services in order.
  return spawn(process.execPath, ["--enable-source-maps", "--import", follow, script, ...args], {
    cwd: root,
    env: environment,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
    ...(signal === undefined ? {} : { signal }),
  });
}

function forwardLines(child: ChildProcess, prefix: string): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) readline.createInterface({ input: stream }).on("line", (line) => process.stdout.write(`${prefix}${line}\n`));
  }
}

async function terminate(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MILLISECONDS);
  await gone;
  clearTimeout(timer);
}

/**
 * Runs a script to its end with indented output, and throws when it fails. Its error output and log are shown at the
 * end, unless the cause is a full disk.
 */
export async function runToEnd(service: Service, environment: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<void> {
  const child = launch(service, environment, signal);
  const show = (line: string) => process.stdout.write(`      ${line}\n`);
  const complaints: string[] = [];
  const complain = (line: string) => complaints.push(line);
  if (child.stdout) readline.createInterface({ input: child.stdout }).on("line", (line) => (line.startsWith("{") ? complain(line) : show(line)));
  if (child.stderr) readline.createInterface({ input: child.stderr }).on("line", complain);
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0 && saysFullDisk(complaints.join("\n"))) throw new Error("ENOSPC");
  complaints.forEach(show);
  if (code !== 0)
    throw new Failure(`${service.name} ended with ${code === null ? `signal ${child.signalCode}` : `exit code ${code}`}; its last lines are above`);
}

export class Services {
  readonly #children = new Map<string, ChildProcess>();
  readonly #environment: NodeJS.ProcessEnv;
  readonly #giveUp: (message: string) => void;
  #stopping = false;

  /** @param giveUp called once a service cannot be kept running */
  constructor(environment: NodeJS.ProcessEnv, giveUp: (message: string) => void) {
    this.#environment = environment;
    this.#giveUp = giveUp;
  }

  start(service: Service): void {
    void this.#keepRunning(service);
  }

  /** Stops all at once; resolves when the last has gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#children.values()].map(terminate));
  }

  async #keepRunning(service: Service): Promise<void> {
    let pause = PAUSE_MILLISECONDS.first;
    for (let crashes = 0; crashes < GIVE_UP_AFTER && !this.#stopping;) {
      const started = performance.now();
      const child = launch(service, this.#environment);
      this.#children.set(service.name, child);
      forwardLines(child, `${service.name.padEnd(7)} | `);
      const how = await new Promise<string>((resolve) => {
        child.once("error", (error) => resolve(error.message));
        child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
      });
      if (this.#stopping) return;
      const healthy = performance.now() - started > HEALTHY_MILLISECONDS;
      crashes = healthy ? 1 : crashes + 1;
      if (healthy) pause = PAUSE_MILLISECONDS.first;
      process.stdout.write(`${service.name.padEnd(7)} | stopped (${how}); starting again in ${Math.round(pause / 1000)} s\n`);
      await sleep(pause);
      pause = Math.min(pause * 2, PAUSE_MILLISECONDS.last);
    }
    if (!this.#stopping) this.#giveUp(`The ${service.name} process does not stay up; its last lines are above.`);
  }
}

/** Waits until an address answers 2xx. */
export async function untilServing(address: string, seconds: number, signal?: AbortSignal): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const response = await fetch(address, { signal: AbortSignal.timeout(5_000) });
      await response.body?.cancel();
      if (response.ok) return;
    } catch {
      // not listening yet
    }
    if (performance.now() > deadline) throw new Error(`${address} did not answer within ${seconds} s`);
    await sleep(100);
  }
}
