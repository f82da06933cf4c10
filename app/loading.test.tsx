import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { ComponentType } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";

const app = import.meta.dirname;
/** Pages that send somewhere else or ask for nothing but a password. */
const WITHOUT_DATA = [
  "page.tsx",
  "(public)/sign-in/page.tsx",
  "(public)/invitation/[token]/page.tsx",
  "(public)/reset/[token]/page.tsx",
  "(console)/[org]/[...rest]/page.tsx",
  "(console)/[org]/page.tsx",
  "(console)/[org]/organisation/page.tsx",
];

describe("what stands while data come", () => {
  const pages = readdirSync(app, { recursive: true, encoding: "utf8" }).filter((file) => path.basename(file) === "page.tsx" && !WITHOUT_DATA.includes(file));

  it.each(pages)("%s has a skeleton of its own, shaped and named for those who do not see it", async (page) => {
    const file = path.join(app, path.dirname(page), "loading.tsx");
    expect(existsSync(file), `${path.relative(app, file)} is missing`).toBe(true);
    const { default: Loading } = (await import(file)) as { default: ComponentType };
    const html = renderToStaticMarkup(<Loading />);
    expect(html).toContain('aria-busy="true"');
    expect(html).toContain('aria-label="Loading"');
    // Bars where figures will be, and no figure.
    expect(html.match(/skel/g)?.length ?? 0).toBeGreaterThan(8);
    expect(html.replaceAll(/<[^>]+>/g, "")).not.toMatch(/\d[\d.,]{2,}/);
  });
});
