import { expect, ORGANISATION, test } from "./fixtures";

// The shell around every page: the palette, the navigation on a phone, the selected project.

test("the palette finds pages, commands, incidents, invoices and cities, and accepts any text", async ({ as }) => {
  test.setTimeout(90_000);
  const page = await as("admin");
  await page.goto(`/${ORGANISATION}/overview`);
  const incident = (
    await page
      .getByText(/^INC-\d{4}-\d{6}$/)
      .first()
      .innerText()
  ).trim();
  await page.keyboard.press("ControlOrMeta+K");
  const field = page.getByPlaceholder(/Pages, commands/);
  const finds = {
    audit: "Audit log",
    "sign out": "Sign out",
    dark: /Switch to the (dark|light) theme/,
    status: "network status",
    uptime: "Reliability",
    statement: "Statement",
    replace: "Replace a node",
    seoul: "Seoul",
    [incident]: incident,
  };
  for (const [text, found] of Object.entries(finds)) {
    await field.fill(text);
    await expect(page.getByRole("option").filter({ hasText: found }).first(), text).toBeVisible();
  }
  await field.fill("x".repeat(200));
  await expect(page.getByText("Nothing found.")).toBeVisible();
  // After closing and reopening, the next letter replaces the previous input.
  await page.keyboard.press("Escape");
  await expect(field).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+K");
  await expect(field).toBeFocused();
  await page.keyboard.type("a");
  await expect(field).toHaveValue("a");
});

test("on a phone every section and the project switcher are visible, and nothing widens the page", async ({ as }) => {
  const page = await as("admin", { viewport: { width: 390, height: 844 } });
  for (const path of ["overview", "clusters", "reliability", "billing", "billing/usage", "billing/statement", "organisation/audit"]) {
    await page.goto(`/${ORGANISATION}/${path}`);
    const links = page.getByRole("navigation", { name: "Main" }).getByRole("link");
    for (const name of ["Overview", "Reserve", "Clusters", "Reliability", "Billing", "Organisation"])
      await expect(links.filter({ hasText: name }), path).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole("button", { name: /^Project/ })).toBeInViewport();
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: path }).toBeLessThanOrEqual(390);
  }
});

test("a selected project stays on the page and is kept by the navigation", async ({ as }) => {
  const page = await as("admin");
  await page.goto(`/${ORGANISATION}/reliability`);
  await page.getByRole("button", { name: /^Project/ }).click();
  await page.getByRole("menuitem").filter({ hasText: "Inference" }).click();
  await expect(page).toHaveURL(/\/reliability\?project=inference$/);
  await expect(page.locator("main")).toContainText("project inference");
  await expect(page.locator("main")).not.toContainText("pretrain-7");
  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: /Overview/ })
    .click();
  await expect(page).toHaveURL(/\/overview\?project=inference$/);
  await expect(page.getByRole("table", { name: "Clusters" })).not.toContainText("pretrain-7");
});

test("a first day after the last is an error, not an empty list", async ({ as }) => {
  const page = await as("admin");
  for (const path of ["organisation/audit", "billing", "billing/statement", "billing/payments", "billing/usage"]) {
    await page.goto(`/${ORGANISATION}/${path}?from=2026-11-02&to=2026-11-01`);
    await expect(page.getByText("The first day, 2026-11-02, is after the last, 2026-11-01.").first(), path).toBeVisible();
  }
});

test("prints black on white in both themes", async ({ as }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await as("admin", { colorScheme });
    await page.emulateMedia({ media: "print", colorScheme });
    for (const path of ["overview", "reliability", "billing", "billing/statement"]) {
      await page.goto(`/${ORGANISATION}/${path}`);
      await expect(page.locator(".shell-main h1").first()).toBeAttached();
      const seen = await page.evaluate(() => [
        getComputedStyle(document.querySelector(".shell-main h1") ?? document.body).color,
        ...[document.body, document.querySelector(".shell-main") ?? document.body].map((one) => getComputedStyle(one).backgroundColor),
      ]);
      expect(seen, `${path}, ${colorScheme}`).toEqual(["rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgb(255, 255, 255)"]);
    }
  }
});
