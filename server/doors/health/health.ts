// Liveness, readiness and metrics of this process.
import { readdirSync } from "node:fs";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { systemMilliseconds } from "@/server/kernel/process/clock";
import { poolUse, transaction, writingRefused } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { log } from "@/server/kernel/process/log";
import { dueFailures } from "@/server/kernel/due/due-work";
import { outboxState } from "@/server/kernel/events/outbox";
import { actorOfHeader, isStaff } from "../rest/auth";
import { notAllowed, refusal } from "../http/error-map";
import { type Exchange, send, sendJson, sendProblem } from "../http/http";

let draining = false;
let migrationsDirectory: string | null = null;

/** From now on the process is not ready: it finishes its requests and accepts no new ones. */
export const startDraining = (): void => void (draining = true);
export const isDraining = (): boolean => draining;

/** Where the migrations required by this version are. */
export const expectMigrations = (root: string): void => void (migrationsDirectory = path.join(root, "prisma/migrations"));

let expected: string[] | undefined;
function expectedMigrations(): string[] {
  expected ??=
    migrationsDirectory === null
      ? []
      : readdirSync(migrationsDirectory, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map((entry) => entry.name);
  return expected;
}

const READY_FOR_MILLISECONDS = 500;
let checked: { at: number; missing: string | null } = { at: -Infinity, missing: null };

/** Balancers abort a check after two seconds or more; a busy database must not look like a dead process to them. */
const ANSWER_WITHIN_MILLISECONDS = 1_000;
let checking: Promise<void> | null = null;

/**
 * Why the process cannot work, or null. Asks the database at most twice a second, one check at a time. While a check is
 * running, the previous answer is returned.
 */
async function whatIsMissing(): Promise<string | null> {
  if (draining) return "The server is shutting down.";
  if (systemMilliseconds() - checked.at >= READY_FOR_MILLISECONDS) {
    checking ??= check().finally(() => void (checking = null));
    // There is no answer before the first check has ended.
    await (checked.at === -Infinity ? checking : Promise.race([checking, sleep(ANSWER_WITHIN_MILLISECONDS, undefined, { ref: false })]));
  }
  return checked.missing ?? writingRefused();
}

async function check(): Promise<void> {
  let { missing } = checked;
  try {
    const applied = await transaction({ organisationId: null, network: false, readOnly: true }, (tx) =>
      tx.sql<{ name: string }>(`select migration_name as name from "_prisma_migrations" where finished_at is not null and rolled_back_at is null`),
    );
    const names = new Set(applied.map((row) => row.name));
    missing = expectedMigrations().some((name) => !names.has(name)) ? "The database has not been migrated to this version." : null;
  } catch (error) {
    // A full pool is load, not failure: every instance has it at once, and a balancer that removed them all would turn
    // a busy service into none. Callers get 503 with a retry time; readiness stays as it was.
    if (!(error instanceof OperationError && error.code === "overloaded")) {
      log().warn({ err: error }, "the database did not answer the readiness check");
      missing = "The database cannot be reached.";
    }
  }
  checked = { at: systemMilliseconds(), missing };
}

const delay = monitorEventLoopDelay({ resolution: 20 });
const answers = new Map<string, number>();

/** Counts a response for the metrics. */
export function countAnswer(door: string, status: number): void {
  const key = `door="${door}",status="${status}"`;
  answers.set(key, (answers.get(key) ?? 0) + 1);
}

/** Starts measuring; called once by the server. */
export const startMeasuring = (): void => void delay.enable();

async function metrics(): Promise<string> {
  const [outbox, failures] = await transaction(
    { organisationId: null, network: true, readOnly: true },
    async (tx) => [await outboxState(tx), await dueFailures(tx)] as const,
  );
  const pool = poolUse();
  const cpu = process.cpuUsage();
  const gauge = (name: string, help: string, value: number) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`;
  return [
    `# HELP berth_http_answers_total Answers by door and status\n# TYPE berth_http_answers_total counter\n${[...answers].map(([labels, count]) => `berth_http_answers_total{${labels}} ${count}\n`).join("")}`,
    `# HELP berth_cpu_seconds_total CPU time used\n# TYPE berth_cpu_seconds_total counter\nberth_cpu_seconds_total ${(cpu.user + cpu.system) / 1e6}\n`,
    gauge("berth_memory_bytes", "Resident memory", process.memoryUsage.rss()),
    gauge("berth_event_loop_delay_p99_seconds", "99th percentile of the event loop's delay", delay.percentile(99) / 1e9),
    gauge("berth_database_connections", "Open database connections", pool.total),
    gauge("berth_database_connections_idle", "Idle database connections", pool.idle),
    gauge("berth_database_waiting", "Calls waiting for a database connection", pool.waiting),
    gauge("berth_outbox_waiting", "Events not yet handled", outbox.waiting),
    gauge("berth_outbox_oldest_seconds", "Age of the oldest event not yet handled", outbox.oldestSeconds),
    gauge("berth_due_failures", "Items of due work that failed and wait", failures),
    gauge("berth_outbox_dead", "Events given up", outbox.dead),
  ].join("");
}

const ADDRESSES = new Set(["/api/health/live", "/api/health/ready", "/api/health/metrics"]);

const LOCAL = /^(127\.|::1$|::ffff:127\.)/;

/** From this machine itself, and not through a proxy on it. */
const isLocal = ({ address, request }: Exchange): boolean =>
  LOCAL.test(address) && ["x-forwarded-for", "forwarded", "x-real-ip", "via"].every((name) => request.headers[name] === undefined);

/** Serves /api/health/live, /ready and, to this machine or with a staff key, /metrics. Never rejects. */
export async function handleHealth(exchange: Exchange): Promise<void> {
  try {
    const { address, request } = exchange;
    if (ADDRESSES.has(exchange.path) && request.method !== "GET" && request.method !== "HEAD") throw notAllowed(["GET", "HEAD"]);
    if (exchange.path === "/api/health/live") return sendJson(exchange, 200, { status: "live" });
    if (exchange.path === "/api/health/ready") {
      const missing = await whatIsMissing();
      if (missing !== null) throw new OperationError("unavailable", missing, { retryAfterSeconds: 2 });
      return sendJson(exchange, 200, { status: "ready" });
    }
    if (exchange.path === "/api/health/metrics" && (isLocal(exchange) || isStaff(await actorOfHeader(request.headers.authorization, address)))) {
      return send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", await metrics());
    }
    throw new OperationError("not_found", "There is nothing at this address.");
  } catch (error) {
    sendProblem(exchange, refusal(error, exchange.requestId, exchange.path));
  }
}
