// `npm run bench`: every figure beside a peer or floor that did the same work in the same run, on a durable Postgres with
// the demo's whole network. Prints ratios, because machines are noisy; it is no test and fails for nothing but errors.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { migrate } from "@/server/ops/migrations/migrate";
import { startPostgres } from "@/server/ops/launcher/postgres";
import { print, type Row } from "./row";

const directory = mkdtempSync(path.join(tmpdir(), "berth-bench-"));
const postgres = await startPostgres(directory);
Object.assign(process.env, {
  BERTH_EMBEDDED_POSTGRES: "1",
  DATABASE_URL: postgres.url,
  MIGRATION_DATABASE_URL: postgres.url,
  BERTH_SECRET: "benchmark-only-secret-of-32-characters-or-more",
  BERTH_DATA_DIR: directory,
  LOG_LEVEL: "error",
  RATE_LIMIT_SCALE: "1000000",
  DATABASE_POOL_MAX: "32",
  NODE_ENV: "production",
});
const say = (text: string): void => void process.stderr.write(`${text}\n`);

try {
  await migrate(postgres.url);
  // Modules read the environment when they are first used.
  const { loadDemoNetwork } = await import("./demo-network");
  const { read } = await import("./read");
  const { reservations } = await import("./reservations");
  const { search } = await import("./search");
  const { uptime } = await import("./uptime");
  const { closeDatabase } = await import("@/server/kernel/database/db");
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: postgres.url });
    // Postgres ends before its clients when a part failed; the part's own error is the one to see.
    client.on("error", () => undefined);
    await client.connect();
    return client;
  };
  const owner = await connect();
  say("Loading the demo's network …");
  await loadDemoNetwork();
  const rows: Row[] = [];
  for (const [name, part] of [
    ["uptime", () => uptime(owner)],
    ["search", () => search(owner)],
    ["reservations", () => reservations(owner, connect)],
    ["read", () => read()],
  ] as const) {
    say(`Measuring ${name} …`);
    rows.push(...(await part()));
  }
  await owner.end();
  await closeDatabase();
  print(rows);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}
