import { expect, firstId, ORGANISATION, test } from "./fixtures";

// Other organisations' things do not exist: not by page, not by id, not by name in a title.

test("another organisation's pages are not found, including their titles", async ({ as, api }) => {
  const cluster = await firstId(api, "clusters");
  const invoice = await firstId(api, "invoices");
  const page = await as("foreigner");
  for (const path of [
    "overview",
    "reserve",
    "clusters",
    `clusters/${cluster}`,
    "billing",
    `billing/invoices/${invoice}`,
    "organisation/audit",
    "reliability",
  ]) {
    const answer = await page.goto(`/${ORGANISATION}/${path}`);
    expect(answer?.status(), path).toBe(404);
    expect(await page.title(), path).not.toMatch(/fjordlys/i);
    expect(await page.locator("main, body").first().innerText(), path).not.toMatch(/Fjordlys AI|NL-2026/);
  }
});

test("its things are not found under one's own organisation either", async ({ as, api }) => {
  const page = await as("foreigner");
  for (const path of [`clusters/${await firstId(api, "clusters")}`, `billing/invoices/${await firstId(api, "invoices")}`]) {
    // The shell is sent before the thing is looked up, so the page says it instead of the status.
    await page.goto(`/hanbit/${path}`);
    await expect(page.getByText(/not found|no such|there is no/i).first(), path).toBeVisible();
    expect(await page.locator("body").innerText(), path).not.toMatch(/Fjordlys|NL-2026/);
  }
});

test("staff pages do not exist for customers, nor the console for outsiders", async ({ as, page }) => {
  const admin = await as("admin");
  expect((await admin.goto("/operator"))?.status()).toBe(404);
  await page.goto(`/${ORGANISATION}/overview`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a foreign id is not found through the API, with a code and a request id", async ({ api, playwright, baseURL }) => {
  const answer = await api.get("/api/v1/clusters/clu_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  expect(answer.status()).toBe(404);
  expect(answer.headers()["content-type"]).toContain("application/problem+json");
  expect(await answer.json()).toMatchObject({ code: "not_found", status: 404, requestId: answer.headers()["x-request-id"] });
  const nobody = await playwright.request.newContext({ baseURL });
  expect((await nobody.get("/api/v1/clusters")).status()).toBe(401);
  await nobody.dispose();
});
