// Generates the Prisma client: after an install, and before any command when the schema changed, as after a pull. Runs
// before anything is compiled, so it is plain JavaScript.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

// Not import.meta.dirname: on a Node that is too old for the rest, this file must still report it properly.
const root = fileURLToPath(new URL("../../..", import.meta.url));
const mark = path.join(root, "server/kernel/database/generated/.schema");

if (existsSync(path.join(root, "prisma/schema.prisma"))) {
  const hash = createHash("sha256").update(readFileSync(path.join(root, "package-lock.json")));
  for (const file of readdirSync(path.join(root, "prisma"))
    .filter((name) => name.endsWith(".prisma"))
    .sort()) {
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(path.join(root, "prisma", file)))
      .update("\0");
  }
  const wanted = hash.digest("hex");
  if (!existsSync(mark) || readFileSync(mark, "utf8") !== wanted) generate(wanted);
}

/** @param {string} hash Of the client's inputs; stored beside it. */
function generate(hash) {
  // `prisma generate` only reads the schema; it needs no engine binary and no database.
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const result = spawnSync(process.execPath, [cli, "generate"], { cwd: root, encoding: "utf8" });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}\nThe Prisma client could not be generated from prisma/*.prisma.\n`);
    process.exit(1);
  }
  writeFileSync(mark, hash);
}
