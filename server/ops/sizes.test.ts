// How large a file and a folder may grow, over the whole repository.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./launcher/data-directory";

const MAX_LINES = 300;
const MAX_FILES = 25;

/** Larger already. Split them when they are next changed; the list only shrinks. */
const LARGE_FILES = new Set([
  "app/globals.css",
  "components/shell/shell.css",
  "components/ui/ui.css",
  "server/billing/billing.db.test.ts",
  "server/billing/composition/invoice-rules.test.ts",
  "server/billing/composition/invoice-rules.ts",
  "server/billing/documents/pdf.test.ts",
  "server/billing/months/months.db.test.ts",
  "server/reliability/reliability.db.test.ts",
  "server/signals/door/signals.db.test.ts",
]);
const LARGE_FOLDERS = new Set(["components/ui", "lib"]);

const TOPS = ["app", "bench", "components", "docs", "e2e", "lib", "prisma", "server"];
/** Written by Prisma. */
const GENERATED = /^server\/kernel\/database\/generated\/|^prisma\/migrations\/\d+_create_tables\//;

const files = TOPS.flatMap((top) =>
  readdirSync(path.join(root, top), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !GENERATED.test(file)),
);

describe("sizes", () => {
  it(`of files stay within ${MAX_LINES} lines`, () => {
    const large = files
      .filter((file) => /\.(tsx?|mjs|css|sql|prisma|md)$/.test(file) && !LARGE_FILES.has(file))
      .filter((file) => readFileSync(path.join(root, file), "utf8").split("\n").length > MAX_LINES + 1);
    expect(large).toEqual([]);
  });

  it(`of folders stay within ${MAX_FILES} files`, () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(path.dirname(file), (counts.get(path.dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([folder, count]) => count > MAX_FILES && !LARGE_FOLDERS.has(folder)).map(([folder]) => folder)).toEqual([]);
  });

  it("list no exception that is not needed any more", () => {
    const small = [...LARGE_FILES].filter((file) => !files.includes(file) || readFileSync(path.join(root, file), "utf8").split("\n").length <= MAX_LINES + 1);
    const sparse = [...LARGE_FOLDERS].filter((folder) => files.filter((file) => path.dirname(file) === folder).length <= MAX_FILES);
    expect([...small, ...sparse]).toEqual([]);
  });
});
