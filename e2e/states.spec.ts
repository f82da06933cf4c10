import { expect, firstId, ORGANISATION, test } from "./fixtures";

// Lists and details with nothing to show: no rows, an error, a missing permission, or not found.

const at = (path: string) => `/${ORGANISATION}/${path}`;

test("a list without rows says so and offers the next step", async ({ as }) => {
  test.setTimeout(90_000);
  const page = await as("admin");
  const empty = async (address: string, says: string, step: { name: string; leadsTo: RegExp }) => {
    await page.goto(address);
    const main = page.locator("main");
    await expect(main.getByText(says).first()).toBeVisible();
    await main.getByRole("link", { name: step.name }).first().click();
    await expect(page).toHaveURL(step.leadsTo);
    await expect(main.getByText(says)).toHaveCount(0);
  };
  await empty(at("clusters?q=nothing-is-called-this"), "No cluster fits these filters", { name: "Show all clusters", leadsTo: /\/clusters$/ });
  await empty(at("billing?q=nothing-is-called-this"), "No invoice fits these filters", { name: "Show all invoices", leadsTo: /\/billing$/ });
  await empty(at("organisation/audit?target=clu_nobody"), "No entry fits these filters", { name: "Show all entries", leadsTo: /\/audit$/ });
  await empty(at("reserve?nodes=4000"), "No site matches all of it", { name: "Use: ", leadsTo: /nodes=\d{1,3}(&|$)/ });
});

test("a month without incidents and reports says what will appear there", async ({ as }) => {
  const page = await as("engineer");
  await page.goto(at("reliability?month=2025-01"));
  await expect(page.getByText("No incident affected your clusters in January")).toBeVisible();
});

test("a page that could not be read shows code, suggestion and request id, and can be retried", async ({ as, api }) => {
  test.setTimeout(90_000);
  const [cluster, invoice] = [await firstId(api, "clusters"), await firstId(api, "invoices")];
  // Truncated or mangled addresses with invalid cursors.
  const tooLong = "a".repeat(700);
  const failing = [
    { path: `clusters?cursor=of-another-list`, title: "The clusters did not load" },
    { path: `clusters/${cluster}?events=${tooLong}`, title: "The cluster did not load" },
    { path: "billing?cursor=of-another-list", title: "The invoices did not load" },
    { path: `billing/invoices/${invoice}?cursor=of-another-list`, title: "The invoice did not load" },
    { path: `organisation/audit?cursor=of-another-list`, title: "The audit log did not load" },
  ];
  const page = await as("admin");
  for (const { path, title } of failing) {
    await page.goto(at(path));
    const alert = page.locator("main").getByRole("alert");
    await expect(alert, path).toContainText(title);
    await expect(alert.getByText("Open the page from the navigation")).toBeVisible();
    await expect(alert).toContainText("validation_failed");
    await expect(alert).toContainText(/req_[0-9A-Z]{26}/);
    await expect(alert.getByRole("button", { name: "Copy request id" })).toBeVisible();
    const before = await alert.getByText(/^req_/).innerText();
    await alert.getByRole("button", { name: "Try again" }).click();
    // The retry fails for the same reason, under another request id.
    await expect(alert.getByText(/^req_/)).not.toHaveText(before);
  }
});

test("a page the role cannot read names the missing permission and who can grant it", async ({ as, api }) => {
  const invoice = await firstId(api, "invoices");
  const page = await as("engineer");
  for (const { path, permission } of [
    { path: "billing", permission: "billing.read" },
    { path: `billing/invoices/${invoice}`, permission: "billing.read" },
    { path: "organisation/audit", permission: "audit.read" },
  ]) {
    await page.goto(at(path));
    const main = page.locator("main");
    await expect(main, path).toContainText(`Your role, Engineer, has no ${permission}`);
    await expect(main).toContainText("Anders Vik");
    await expect(main.getByRole("link", { name: /^Ask (Anders|Solveig)$/ })).toHaveAttribute("href", /^mailto:(anders|solveig)@fjordlys\.example/);
  }
});

test("what does not exist, or belongs to others, answers 404 and reveals nothing", async ({ as }) => {
  test.setTimeout(90_000);
  const page = await as("admin");
  const strange = "01K00000000000000000000000";
  for (const address of [
    at(`clusters/clu_${strange}`),
    at(`billing/invoices/inv_${strange}`),
    at(`reliability/incidents/inc_${strange}`),
    at(`reserve/quotes/qte_${strange}`),
    at("nothing"),
    "/hanbit/overview",
    "/operator",
  ]) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: "Page not found" })).toBeVisible();
    await expect(page.locator("body")).not.toContainText("Hanbit");
  }
  // The organisation's bare address redirects.
  await page.goto(`/${ORGANISATION}`);
  await expect(page).toHaveURL(at("overview"));
});
