// Code used by one page is in its `_parts`. Code used by several pages is in the `_parts` of a folder above them, or in
// components/ when it knows nothing of the domain.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "..");
const PARTS = "_parts";

const files = readdirSync(path.join(ROOT, "app"), { recursive: true, encoding: "utf8" }).map((file) => path.posix.join("app", file));

/** The target of an import between files of the app, as a path from the root; null for packages. */
function targetOf(importer: string, specifier: string): string | null {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  return specifier.startsWith(".") ? path.posix.join(path.posix.dirname(importer), specifier) : null;
}

/** Imports of a file that reach into a `_parts` it does not belong to. */
function foreignParts(importer: string, source: string): string[] {
  return [...source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].flatMap(([, specifier = ""]) => {
    const target = targetOf(importer, specifier);
    const owner = target?.split(`/${PARTS}/`).slice(0, -1).join(`/${PARTS}/`);
    return target === null || owner === undefined || owner === "" || importer.startsWith(`${owner}/`) ? [] : [target];
  });
}

describe("private folders", () => {
  it("have one name", () => {
    const names = new Set(files.flatMap((file) => file.split("/").filter((part) => part.startsWith("_"))));
    expect([...names]).toEqual([PARTS]);
  });

  it("belong to the page beside them and to the pages below it", () => {
    const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith("private-folders.test.ts"));
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap((file) => foreignParts(file, readFileSync(path.join(ROOT, file), "utf8")).map((target) => `${file} imports ${target}`))).toEqual([]);
  });

  it("are distinguished from those of other pages", () => {
    expect(foreignParts("app/a/page.tsx", 'import { x } from "./_parts/x";\nimport { y } from "@/app/_parts/y";')).toEqual([]);
    expect(foreignParts("app/a/page.tsx", 'import { x } from "../b/_parts/x";\nconst y = import("@/app/c/_parts/deep/y");')).toEqual([
      "app/b/_parts/x",
      "app/c/_parts/deep/y",
    ]);
    expect(foreignParts("app/a/_parts/z.tsx", 'import { x } from "../b/_parts/x";')).toEqual(["app/a/b/_parts/x"]);
  });
});
