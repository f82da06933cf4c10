// `npm run migrate`: brings the database of MIGRATION_DATABASE_URL (or DATABASE_URL) up to date, as the owner of its tables.
import { root } from "./data-directory";
import { loadEnvironmentFile } from "./environment";
import { Failure, runCommand } from "./failure";
import { migrate } from "./migrate";

await runCommand(async () => {
  loadEnvironmentFile();
  const url = process.env.MIGRATION_DATABASE_URL || process.env.DATABASE_URL;
  if (!url) throw new Failure("Set DATABASE_URL, or MIGRATION_DATABASE_URL when another login owns the tables.");
  await migrate(url);
  return 0;
}, root);
