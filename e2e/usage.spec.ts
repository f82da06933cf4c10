import { expect, ORGANISATION, test } from "./fixtures";

test("usage draws the cost of each day once scrolled into view, and lists it for screen readers", async ({ as }) => {
  const page = await as("finance");
  await page.goto(`/${ORGANISATION}/billing/usage`);
  const chart = page.getByRole("figure", { name: /^Cost of each day, USD$/ });
  await expect(chart.locator(".recharts-bar-rectangle").first()).toBeVisible();
  await expect(chart.getByRole("row")).not.toHaveCount(1);
});
