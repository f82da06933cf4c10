// Until the first release the first migration, the tables, is generated from the Prisma schema.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { root } from "../launcher/data-directory";
import { Failure } from "../launcher/failure";

/** The file that holds them, relative to the repository. */
export const TABLES = "prisma/migrations/20261101090000_create_tables/migration.sql";

/**
 * The statements that make an empty database match the schema. The engine requires a server at `url` but reads nothing
 * there.
 */
export function tablesOfSchema(url: string): string {
  const prisma = path.join(root, "node_modules/prisma/build/index.js");
  const diff = [prisma, "migrate", "diff", "--from-empty", "--to-schema", "prisma", "--script"];
  const environment = { ...process.env, DATABASE_URL: url, MIGRATION_DATABASE_URL: url };
  const { status, stdout, stderr } = spawnSync(process.execPath, diff, { cwd: root, encoding: "utf8", env: environment });
  if (status !== 0) throw new Failure(`The schema could not be read: ${stderr.trim()}`);
  return stdout;
}
