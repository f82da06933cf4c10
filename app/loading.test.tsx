import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { ComponentType } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";

const app = import.meta.dirname;
/** Pages that redirect or only ask for a password. */
const WITHOUT_DATA = [
  "page.tsx",
  "(public)/sign-in/page.tsx",
  "(public)/invitation/[token]/page.tsx",
  "(public)/reset/[token]/page.tsx",
  "(console)/[org]/[...rest]/page.tsx",
  "(console)/[org]/page.tsx",
  "(console)/[org]/organisation/page.tsx",
];

describe("loading states", () => {
  const pages = readdirSync(app, { recursive: true, encoding: "utf8" }).filter((file) => path.basename(file) === "page.tsx" && !WITHOUT_DATA.includes(file));

  it.each(pages)("%s has its own skeleton, with its shape and a name for screen readers", async (page) => {
    const file = path.join(app, path.dirname(page), "loading.tsx");
    expect(existsSync(file), `${path.relative(app, file)} is missing`).toBe(true);
    const { default: Loading } = (await import(file)) as { default: ComponentType };
    const html = renderToStaticMarkup(<Loading />);
    expect(html).toContain('aria-busy="true"');
    expect(html).toContain('aria-label="Loading"');
    // Bars in place of figures, and no figure.
    expect(html.match(/skel/g)?.length ?? 0).toBeGreaterThan(8);
    expect(html.replaceAll(/<[^>]+>/g, "")).not.toMatch(/\d[\d.,]{2,}/);
  });
});
