// `npm run bench`: every figure beside a peer or floor that did the same work in the same run, on a durable Postgres
// with the demo's whole network. Prints ratios, because machines are noisy. It is not a test and fails only on errors.
// `npm run bench -- pages growth` runs only those parts.
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
const asked = process.argv.slice(2);
const say = (text: string): void => void process.stderr.write(`${text}\n`);

try {
  await migrate(postgres.url);
  // Modules read the environment on first use.
  const { loadDemoNetwork } = await import("./demo-network");
  const { startDemo } = await import("./demo-instance");
  const { growth, pages } = await import("./pages");
  const { read } = await import("./read");
  const { reservations } = await import("./reservations");
  const { search } = await import("./search");
  const { uptime } = await import("./uptime");
  const { weight } = await import("./weight");
  const { closeDatabase } = await import("@/server/kernel/database/db");
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: postgres.url });
    // When a part fails, Postgres ends before its clients; report the part's own error.
    client.on("error", () => undefined);
    await client.connect();
    return client;
  };
  const owner = await connect();
  const rows: Row[] = [];
  const measure = async (name: string, part: () => Promise<Row[]>): Promise<void> => {
    if (asked.length > 0 && !asked.includes(name)) return;
    say(`Measuring ${name} …`);
    rows.push(...(await part()));
  };
  const needsNetwork = ["uptime", "search", "reservations"];
  if (asked.length === 0 || asked.some((name) => needsNetwork.includes(name))) {
    say("Loading the demo's network …");
    await loadDemoNetwork();
  }
  await measure("uptime", () => uptime(owner));
  await measure("search", () => search(owner));
  await measure("reservations", () => reservations(owner, connect));
  await measure("read", read);
  if (asked.length === 0 || asked.some((name) => ["weight", "pages", "growth"].includes(name))) {
    say("Building the console and loading the demo …");
    const demo = await startDemo(owner, postgres.url);
    try {
      await measure("weight", () => weight(demo));
      await measure("pages", () => pages(demo));
      await measure("growth", () => growth(demo));
    } finally {
      await demo.stop();
    }
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
