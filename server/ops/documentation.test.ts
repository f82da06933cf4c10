// Paths named in the documentation exist, and pages cited in comments are pages of this repository.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./launcher/data-directory";

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && existsSync(path.join(root, file)));
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** Whether a path named in `from` is a file or folder, relative to the repository or to the naming file's folder. */
const exists = (from: string, named: string): boolean => [root, path.join(root, path.dirname(from))].some((base) => existsSync(path.join(base, named)));

/** Paths in backticks or links that start with one of our folders; wildcards, placeholders and ellipses are skipped. */
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

  it("cites only pages of this repository", () => {
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

  it("notices a missing path and a missing page", () => {
    expect(pathsNamedIn("see `server/gone.ts`, [x](docs/gone.md) and `server/*/x.ts`")).toEqual(["server/gone.ts", "docs/gone.md"]);
    expect(pagesCitedIn("// (gone.md, Credits; docs/gone.md)")).toEqual(["gone.md", "docs/gone.md"]);
  });
});
