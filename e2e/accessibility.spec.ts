import { AxeBuilder } from "@axe-core/playwright";
import { consolePages, expect, test } from "./fixtures";

// Every page, both themes, wide and narrow: nothing a reader of screens or a keyboard would stumble over.
for (const theme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`no page has an accessibility violation, ${theme}, ${width} px`, async ({ as, api, page }) => {
      test.setTimeout(240_000);
      const check = async (on: typeof page, path: string) => {
        await on.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
        await on.goto(path);
        await on.evaluate((chosen) => document.documentElement.setAttribute("data-theme", chosen), theme);
        await expect(on.locator("h1").first()).toBeVisible();
        const { violations } = await new AxeBuilder({ page: on }).analyze();
        expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`)).toEqual([]);
        // Nothing may push the page sideways.
        const overflow = await on.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(overflow, `${path} is wider than ${width} px`).toBeLessThanOrEqual(0);
      };
      await page.setViewportSize({ width, height: 900 });
      await check(page, "/sign-in");
      await check(page, "/status");
      for (const { path, person } of await consolePages(api)) {
        const on = await as(person, { viewport: { width, height: 900 } });
        await check(on, path);
        await on.context().close();
      }
    });
  }
}
