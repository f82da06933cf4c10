import { expect, ORGANISATION, test } from "./fixtures";
import type { Locator, Page } from "@playwright/test";

// The two most important journeys without a pointer: reserving, and downloading an invoice, on a wide and a narrow
// screen.

const SSH_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ingrid@fjordlys.example";
/** More tab stops than any of these pages has. */
const MAX_STOPS = 250;

/** Presses Tab until the element has the focus; fails when it cannot be reached, or when the focus is invisible. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const element = await target.elementHandle();
  for (let stop = 0; stop < MAX_STOPS; stop++) {
    if (await page.evaluate((wanted) => document.activeElement === wanted, element)) {
      const outline = await target.evaluate((one) => [one, one.parentElement].some((seen) => seen !== null && getComputedStyle(seen).outlineStyle !== "none"));
      expect(outline, "the focus can be seen").toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${target.toString()}`);
}

for (const { width, nodes } of [
  { width: 1440, nodes: 2 },
  { width: 390, nodes: 1 },
]) {
  test(`reserves with the keyboard only, ${width} px`, async ({ as }) => {
    const page = await as("engineer", { viewport: { width, height: 900 } });
    const press = (key: string) => page.keyboard.press(key);
    const label = nodes === 1 ? "1 node" : `${nodes} nodes`;

    await test.step("opens the search from the navigation", async () => {
      await page.goto(`/${ORGANISATION}/overview`);
      await tabTo(page, page.getByRole("navigation").getByRole("link", { name: "Reserve" }).first());
      await press("Enter");
      await expect(page.getByRole("heading", { level: 1, name: "Reserve" })).toBeVisible();
    });

    await test.step("asks for fewer nodes", async () => {
      await tabTo(page, page.getByRole("button", { name: /^Nodes/ }));
      await press("Enter");
      const field = page.getByRole("spinbutton", { name: "Nodes" });
      await tabTo(page, field);
      await press("ControlOrMeta+A");
      await page.keyboard.type(String(nodes));
      await press("Enter");
      await expect(page).toHaveURL(new RegExp(`nodes=${nodes}(&|$)`));
      await expect(page.getByRole("button", { name: new RegExp(`^Nodes\\s*${nodes}$`) })).toBeVisible();
    });

    const panel = page.getByRole("complementary");
    const chosen = await test.step("selects the third offer in the list", async () => {
      const rows = page.getByRole("table", { name: "Offers" }).locator("tr[data-key]");
      const third = rows.nth(2);
      const site = (await third.getAttribute("data-key")) ?? "";
      expect(site).not.toBe("");
      for (let row = 0; row < 3; row++) await press("j");
      await expect(third).toBeFocused();
      await press("Enter");
      await expect(panel).toContainText(site);
      return site;
    });

    await test.step("takes the quote", async () => {
      await tabTo(page, panel.getByRole("button", { name: `Take quote and hold ${label}` }));
      await press("Enter");
      await expect(page).toHaveURL(/\/reserve\/quotes\/qte_/);
      await expect(page.locator("main")).toContainText(chosen);
    });

    const name = `by-keyboard-${width}`;
    await test.step("fills in the form and confirms", async () => {
      await tabTo(page, page.getByLabel("Name of the cluster"));
      await press("ControlOrMeta+A");
      await page.keyboard.type(name);
      await tabTo(page, page.getByLabel(/Purchase order/));
      await page.keyboard.type("PO-2026-0611");
      await tabTo(page, page.getByLabel("SSH keys"));
      await page.keyboard.insertText(SSH_KEY);
      await tabTo(page, page.getByRole("button", { name: new RegExp(`^Reserve ${label} for \\$`) }));
      await press("Enter");
      await expect(page).toHaveURL(/\/clusters\/clu_/, { timeout: 30_000 });
      await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
    });
  });

  test(`downloads an invoice with the keyboard only, ${width} px`, async ({ as }) => {
    const page = await as("finance", { viewport: { width, height: 900 } });
    await page.goto(`/${ORGANISATION}/overview`);
    await tabTo(
      page,
      page
        .getByRole("navigation")
        .getByRole("link", { name: /^Billing/ })
        .first(),
    );
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/billing$/);
    await tabTo(page, page.getByRole("link", { name: /October 2026/ }).first());
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/billing\/invoices\/inv_/);
    const heading = page.getByRole("heading", { level: 1 });
    await expect(heading).toHaveText(/^NL-2026-\d{6}$/);
    const number = await heading.innerText();
    await tabTo(page, page.getByRole("link", { name: /^PDF/ }).first());
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(download.suggestedFilename()).toContain(number);
    expect(download.suggestedFilename()).toMatch(/\.pdf$/);
  });
}
