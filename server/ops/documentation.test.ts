// Documentation that names a path names one that exists, and a comment that cites a page cites one of this repository.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./launcher/data-directory";

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && existsSync(path.join(root, file)));
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** Whether a path named in `from` is a file or folder: seen from the repository, or from the folder of the naming file. */
const exists = (from: string, named: string): boolean => [root, path.join(root, path.dirname(from))].some((base) => existsSync(path.join(base, named)));

/** Paths in backticks or links that start with a folder of ours; patterns with wildcards, placeholders or ellipses are none. */
function pathsNamedIn(text: string): string[] {
  const quoted = [...text.matchAll(/`([^`\s]+)`/g), ...text.matchAll(/\]\(([^)#\s]+)/g)].map((match) => match[1] ?? "");
  return quoted
    .filter((named) => /^(app|components|lib|server|prisma|e2e|bench|docs)\//.test(named) && !/[*{}<>…]|\$/.test(named))
    .map((named) => named.replace(/:\d+$/, ""));
}

/** Markdown files a comment cites, such as `docs/product.md`. */
const pagesCitedIn = (text: string): string[] => [...text.matchAll(/(?<![\w/.-])((?:[\w.-]+\/)*[\w-]+\.md)\b/g)].map((match) => match[1] ?? "");

describe("documentation", () => {
  const pages = tracked.filter((file) => file.endsWith(".md"));
  it.each(pages)("%s names paths that exist", (page) => {
    expect(pathsNamedIn(read(page)).filter((named) => !exists(page, named))).toEqual([]);
  });

  it("a cited page is one of this repository", () => {
    const sources = tracked.filter(
      (file) => /^(app|components|lib|server|prisma|e2e|bench)\/.*\.(tsx?|mjs|prisma|sql|typ)$/.test(file) && !file.endsWith("documentation.test.ts"),
    );
    const lost = sources.flatMap((file) =>
      pagesCitedIn(read(file))
        .filter((page) => !exists(file, page))
        .map((page) => `${file}: ${page}`),
    );
    expect(sources.length).toBeGreaterThan(400);
    expect(lost).toEqual([]);
  });

  it("notices a path and a page that are gone", () => {
    expect(pathsNamedIn("see `server/gone.ts`, [x](docs/gone.md) and `server/*/x.ts`")).toEqual(["server/gone.ts", "docs/gone.md"]);
    expect(pagesCitedIn("// (gone.md, Credits; docs/gone.md)")).toEqual(["gone.md", "docs/gone.md"]);
  });
});
