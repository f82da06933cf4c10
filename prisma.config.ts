import path from "node:path";
import { defineConfig } from "prisma/config";

// The native schema engine is downloaded from a host that many machines cannot reach. The same engine ships as
// WebAssembly in a package; server/ops/migrations/schema-engine.mjs wraps it in the binary's protocol.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.resolve(import.meta.dirname, "server/ops/migrations/schema-engine.mjs");

export default defineConfig({
  schema: "prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.MIGRATION_DATABASE_URL ?? process.env.DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/berth" },
});
