// `npm run migrate`: migrates the database of MIGRATION_DATABASE_URL (or DATABASE_URL), as the owner of its tables.
import { root } from "../launcher/data-directory";
import { check } from "./database";
import { loadEnvironmentFile } from "../launcher/environment";
import { Failure, runCommand } from "../launcher/failure";
import { migrate } from "./migrate";

await runCommand(async () => {
  loadEnvironmentFile();
  const variable = process.env.MIGRATION_DATABASE_URL ? "MIGRATION_DATABASE_URL" : "DATABASE_URL";
  const url = process.env[variable];
  if (!url) throw new Failure("Set DATABASE_URL, or MIGRATION_DATABASE_URL when another login owns the tables.");
  await check(url, variable);
  const applied = await migrate(url);
  process.stdout.write(applied.length === 0 ? "The database is up to date.\n" : `${applied.length} migrations applied.\n`);
  return 0;
}, root);
