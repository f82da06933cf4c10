import { expect, ORGANISATION, test } from "./fixtures";

// Using Reserve by hand: look at the map, select a row, hold, and release the hold.

const SEARCH = `/${ORGANISATION}/reserve?gpu=h100-sxm.8x&nodes=2&for=14d`;

test("the map is one tab stop, arrow keys move from site to site, and it follows the place searched from", async ({ as }) => {
  const page = await as("engineer");
  await page.goto(SEARCH);
  const map = page.getByRole("group", { name: /^Free H100/ });
  await expect(map).toBeVisible();
  await expect(map.locator("a[tabindex='0']")).toHaveCount(1);
  await map.locator("a[tabindex='0']").focus();
  const first = await page.locator(":focus").getAttribute("aria-label");
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(":focus")).not.toHaveAttribute("aria-label", first ?? "");
  await expect(map.locator("a[tabindex='0']")).toHaveCount(1);

  await page.goto(`${SEARCH}&near=seoul`);
  await expect(page.getByRole("navigation", { name: "Map" }).getByRole("link", { name: "Near Seoul" })).toHaveAttribute("aria-current", "true");
  await expect(page.getByRole("table", { name: "Offers" }).locator("tr[data-key]").first()).toHaveAttribute("data-key", /^kr-/);
});

test("a click anywhere on a row selects its offer, which stays visible with its price", async ({ as }) => {
  const page = await as("engineer");
  await page.goto(SEARCH);
  const third = page.getByRole("table", { name: "Offers" }).locator("tr[data-key]").nth(2);
  const site = (await third.getAttribute("data-key")) ?? "";
  await third.getByRole("cell").last().click();
  await expect(page).toHaveURL(new RegExp(`site=${site}`));
  const panel = page.getByRole("complementary", { name: "Chosen offer" });
  await expect(panel).toContainText(site);
  await expect(panel.getByRole("button", { name: /^Take quote/ })).toBeInViewport();
});

test("the price is visible at 1024 px", async ({ as }) => {
  const page = await as("engineer", { viewport: { width: 1024, height: 800 } });
  await page.goto(`${SEARCH}&near=frankfurt`);
  const total = page.getByRole("table", { name: "Offers" }).locator("tr[data-key]").first().getByRole("cell").last();
  await expect(total).toContainText(/\d,\d{3}\.\d{2}/);
  const box = await total.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual(1024);
});

test("a hold is released by one click, and its quote says so", async ({ as }) => {
  const page = await as("engineer");
  await page.goto(SEARCH);
  await page
    .getByRole("complementary", { name: "Chosen offer" })
    .getByRole("button", { name: /^Take quote/ })
    .click();
  await expect(page).toHaveURL(/\/reserve\/quotes\/qte_/);
  await page.getByRole("button", { name: "Release hold" }).click();
  await expect(page.getByRole("complementary", { name: "Decide" })).toContainText("Hold released");
  await expect(page.getByRole("button", { name: /^Reserve/ })).toHaveCount(0);
});
