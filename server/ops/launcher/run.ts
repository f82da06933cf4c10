// `npm run berth -- <command>`: runs the berth command line on the database of `npm run up`, whether or not that is
// running.
import { spawn } from "node:child_process";
import { bundle, bundlePath, SERVED } from "./build";
import { claim, currentOwner, dataDirectory, prepareDirectory, release } from "./data-directory";
import { openDatabase } from "../migrations/database";
import { applicationEnvironment, loadEnvironmentFile } from "./environment";
import { runCommand } from "./failure";
import { migrate } from "../migrations/migrate";

loadEnvironmentFile();
await runCommand(async () => {
  const directory = dataDirectory();
  prepareDirectory(directory, 100);
  await bundle(SERVED);
  const borrowed = Boolean(process.env.DATABASE_URL) || currentOwner(directory) !== null;
  if (!borrowed) claim(directory, "`npm run berth`");
  const database = await openDatabase();
  try {
    if (database.embedded) await migrate(database.ownerUrl);
    const child = spawn(process.execPath, ["--enable-source-maps", bundlePath(SERVED, "berth"), ...process.argv.slice(2)], {
      stdio: "inherit",
      env: applicationEnvironment(database, directory),
    });
    // The terminal sends Ctrl-C to the child as well; this process waits for it and then stops the database.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
    return await new Promise<number>((resolve, reject) => child.once("error", reject).once("exit", (code) => resolve(code ?? 130)));
  } finally {
    await database.stop();
    if (!borrowed) release(directory);
  }
}, dataDirectory());
