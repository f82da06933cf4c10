import { consolePages, expect, PASSWORD, PEOPLE, test } from "./fixtures";

// Before the scripts have come the browser sends forms by itself: nothing typed may reach an address.

test("signing in before the scripts have come puts nothing into the address", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/sign-in?callbackUrl=%2Ffjordlys%2Foverview");
  await page.locator("input[name=email]").fill(PEOPLE.engineer);
  await page.locator("input[name=password]").fill(PASSWORD);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.locator("input[name=password]").press("Enter");
  await expect(page.locator("input[name=password]")).toHaveValue("");
  expect(page.url()).toBe(`${baseURL}/sign-in?callbackUrl=%2Ffjordlys%2Foverview`);
  for (const url of asked) expect(url).not.toMatch(/password|berth-demo|ingrid/);
  await context.close();
});

test("no form of any page sends what was typed in an address, but a search", async ({ as, api }) => {
  const pages = await consolePages(api);
  let forms = 0;
  for (const { path, person } of pages) {
    const page = await as(person, { javaScriptEnabled: false });
    await page.goto(path);
    for (const form of await page.locator("form").all()) {
      forms += 1;
      const html = (await form.evaluate((element) => element.outerHTML)).slice(0, 300);
      const [method, role, secrets] = [await form.getAttribute("method"), await form.getAttribute("role"), await form.locator("input[type=password]").count()];
      expect(method === "post" || (role === "search" && secrets === 0), `${path}: ${html}`).toBe(true);
    }
    await page.context().close();
  }
  expect(forms).toBeGreaterThan(5);
});
