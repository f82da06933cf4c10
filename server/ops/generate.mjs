// Generates the Prisma client after an install. Runs before anything is compiled, so it is plain JavaScript.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
if (existsSync(path.join(root, "prisma/schema.prisma"))) {
  // `prisma generate` reads the schema only; it needs no engine binary and no database.
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const result = spawnSync(process.execPath, [cli, "generate"], { cwd: root, encoding: "utf8" });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}\nThe Prisma client could not be generated from prisma/*.prisma.\n`);
    process.exit(1);
  }
}
