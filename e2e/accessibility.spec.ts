import { AxeBuilder } from "@axe-core/playwright";
import { consolePages, expect, test } from "./fixtures";

test.describe.configure({ mode: "parallel" });

// Every page in both themes, wide and narrow, without obstacles for screen readers or keyboards.
for (const theme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`no page has an accessibility violation, ${theme}, ${width} px`, async ({ as, api, page }) => {
      test.setTimeout(480_000);
      const check = async (on: typeof page, path: string, status = 200) => {
        await on.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
        const answer = await on.goto(path);
        // A missing page passes because it is empty, so it must not stand in for the intended one.
        expect(answer?.status(), path).toBe(status);
        await on.evaluate((chosen) => document.documentElement.setAttribute("data-theme", chosen), theme);
        await expect(on.locator("h1").first()).toBeVisible();
        await expect(on.getByRole("alert").filter({ hasText: "did not load" })).toHaveCount(0);
        const { violations } = await new AxeBuilder({ page: on }).analyze();
        expect(
          violations.map(
            ({ id, nodes }) =>
              `${path} ${id}: ${nodes
                .map((node) => node.target.join(" "))
                .slice(0, 3)
                .join(", ")}`,
          ),
        ).toEqual([]);
        // Nothing may widen the page sideways.
        const overflow = await on.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(overflow, `${path} is wider than ${width} px`).toBeLessThanOrEqual(0);
      };
      await page.setViewportSize({ width, height: 900 });
      await check(page, "/sign-in");
      await check(page, "/status");
      await check(page, "/nowhere/at/all", 404);
      for (const { path, person } of await consolePages(api)) {
        const on = await as(person, { viewport: { width, height: 900 } });
        await check(on, path);
        await on.context().close();
      }
    });
  }
}
