import path from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;
const skipped = ["**/node_modules/**", "dist/**", "dist-test/**", ".next/**", ".berth/**", "e2e/**"];

export default defineConfig({
  resolve: {
    alias: {
      "@": root,
      // The guard against server code in the browser throws outside a server component; in tests everything is server
      // code.
      "server-only": path.join(root, "node_modules/server-only/empty.js"),
    },
  },
  test: {
    environment: "node",
    env: { TZ: "UTC" },
    projects: [
      { extends: true, test: { name: "unit", include: ["**/*.test.{ts,tsx}"], exclude: [...skipped, "**/*.db.test.ts"] } },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: skipped,
          globalSetup: ["server/ops/testing/database.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
