// Prisma for tests: rows of every tenant, read and written beside the code under test, on connections of its own.
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../database/generated/client";
import { env } from "../process/env";

let client: PrismaClient | undefined;

/** A client as the login itself, which in tests owns the tables, so that row security does not bind it. What it writes is committed at once. */
export function prisma(): PrismaClient {
  client ??= new PrismaClient({
    adapter: new PrismaPg({ connectionString: env().DATABASE_URL, max: 2, idleTimeoutMillis: 1_000, allowExitOnIdle: true }),
    errorFormat: "minimal",
  });
  return client;
}
