// `npm run db:tables`: writes the first migration from the Prisma schema. What the schema cannot express (guards, row
// security, indexes over expressions, views) is in the migrations after it, written by hand.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../launcher/data-directory";
import { runCommand } from "../launcher/failure";
import { startPostgres } from "../launcher/postgres";
import { TABLES, tablesOfSchema } from "./tables";

async function write(): Promise<number> {
  const directory = mkdtempSync(path.join(tmpdir(), "berth-tables-"));
  try {
    const postgres = await startPostgres(directory, { fast: true });
    try {
      writeFileSync(path.join(root, TABLES), tablesOfSchema(postgres.url));
    } finally {
      await postgres.stop();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  process.stdout.write(`${TABLES} written\n`);
  return 0;
}

await runCommand(write, tmpdir());
