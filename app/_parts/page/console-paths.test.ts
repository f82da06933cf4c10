import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { isOrganisationSlug } from "@/lib/slugs";
import { CONSOLE_PAGES, isConsolePage } from "./console-paths";

const app = path.resolve(import.meta.dirname, "../..");
const folders = (under: string) => readdirSync(path.join(app, under), { withFileTypes: true, recursive: true });

test("lists exactly the pages of the console", () => {
  const pages = folders("(console)/[org]")
    .filter((entry) => entry.name === "page.tsx")
    .map((entry) =>
      path
        .relative(path.join(app, "(console)/[org]"), entry.parentPath)
        .split(path.sep)
        .filter((part) => !part.startsWith("("))
        .map((part) => (part.startsWith("[") ? "*" : part))
        .join("/"),
    );
  // The organisation's bare address redirects, and the catch-all page answers unknown ones.
  expect(pages.filter((page) => page !== "" && page !== "*").sort()).toEqual([...CONSOLE_PAGES]);
});

test("reserves what the site itself answers from organisations", () => {
  const own = ["", "(public)", "(operator)"].flatMap((group) =>
    folders(group)
      .filter((entry) => entry.parentPath === path.join(app, group))
      .map((entry) => entry.name),
  );
  for (const name of own) expect(isOrganisationSlug(name), name).toBe(false);
  for (const name of ["favicon.ico", "robots.txt", "sitemap.xml", ".well-known", "terms", "Fjordlys", "a--", "", "a".repeat(41)])
    expect(isOrganisationSlug(name), name).toBe(false);
  for (const name of ["fjordlys", "a", "4-less", "hanbit-kr"]) expect(isOrganisationSlug(name), name).toBe(true);
});

test.each([
  ["/fjordlys/overview", true],
  ["/fjordlys/overview/", true],
  ["/fjordlys/clusters/clu_1", true],
  ["/fjordlys", false],
  ["/fjordlys/nope", false],
  ["/fjordlys/clusters/clu_1/more", false],
  ["/fjordlys/clusters//", false],
  ["/terms/overview", false],
  ["/robots.txt", false],
  ["/", false],
])("%s", (address, expected) => expect(isConsolePage(address)).toBe(expected));
