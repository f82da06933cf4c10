// Prisma for tests: reads and writes rows of every tenant beside the code under test, on its own connections.
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../database/generated/client";
import { env } from "../process/env";

let client: PrismaClient | undefined;

/**
 * A client with the login's own role, which in tests owns the tables, so row security does not apply. Its writes commit
 * immediately.
 */
export function prisma(): PrismaClient {
  client ??= new PrismaClient({
    adapter: new PrismaPg({ connectionString: env().DATABASE_URL, max: 2, idleTimeoutMillis: 1_000, allowExitOnIdle: true }),
    errorFormat: "minimal",
  });
  return client;
}
