import type { Page } from "@playwright/test";
import { consolePages, expect, ORGANISATION, type Person, test } from "./fixtures";

// Nothing widens a page or hides what matters beside its edge, at every width and in both themes.

const WIDTHS = [390, 1024, 1440, 1920] as const;

/** Pages without an entry in the list that every check walks. */
const MORE: { path: string; person: Person }[] = ["usage", "statement", "payments", "credit-notes"].map((name) => ({
  path: `/${ORGANISATION}/billing/${name}`,
  person: "finance",
}));

/** How far the page reaches beyond its right edge, and below the frame that should hold all of it. */
const excess = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    const frame = document.querySelector("main")?.getBoundingClientRect();
    const end = (frame?.bottom ?? 0) + window.scrollY;
    const foot = 120;
    return { right: scrollWidth - clientWidth, below: Math.max(0, scrollHeight - Math.max(end + foot, clientHeight)) };
  });

for (const colorScheme of ["light", "dark"] as const)
  test(`no page is wider than its window or longer than its content, ${colorScheme}`, async ({ as, api }) => {
    test.setTimeout(240_000);
    for (const { path, person } of [...MORE, ...(await consolePages(api))]) {
      const page = await as(person, { colorScheme });
      await page.goto(path);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await expect.poll(() => excess(page), { message: `${path} at ${width} px` }).toEqual({ right: 0, below: 0 });
      }
      await page.close();
    }
  });
