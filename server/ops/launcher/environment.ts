// The environment of the started processes. Names and meaning: .env.example.
import { existsSync } from "node:fs";
import path from "node:path";
import { readSecrets, root } from "./data-directory";
import type { Database } from "../migrations/database";
import { Failure } from "./failure";

/** Values from .env, unless the environment sets them. */
export function loadEnvironmentFile(): void {
  const file = path.join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

/** The port to serve on; PORT moves it. */
export function servedPort(): number {
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Failure(`PORT is "${process.env.PORT}"; it must be a number from 1 to 65535.`);
  return port;
}

/** Demo mode: on with the embedded database, off with an external one, unless BERTH_DEMO says otherwise. */
export function isDemo(): boolean {
  const asked = process.env.BERTH_DEMO;
  return asked ? ["1", "true", "on"].includes(asked) : !process.env.DATABASE_URL;
}

/** Environment of the web server, the worker, the simulated network and the command line. */
export function applicationEnvironment(database: Pick<Database, "url" | "ownerUrl">, directory: string, port = servedPort()): NodeJS.ProcessEnv {
  const address = process.env.PUBLIC_URL || `http://localhost:${port}`;
  return {
    LOG_LEVEL: "warn",
    ...process.env,
    ...readSecrets(directory),
    NODE_ENV: "production",
    DATABASE_URL: database.url,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    PORT: String(port),
    BERTH_DATA_DIR: directory,
    BERTH_DEMO: isDemo() ? "1" : "0",
    BERTH_EMBEDDED_POSTGRES: process.env.DATABASE_URL ? "0" : "1",
    PUBLIC_URL: address,
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || address,
  };
}
