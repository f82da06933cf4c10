import type { Page } from "@playwright/test";
import { berth, expect, ORGANISATION, PASSWORD, PEOPLE, test } from "./fixtures";

// Signing in, and reaching only what one belongs to.

const fillIn = async (page: Page, email: string, password: string) => {
  await page.getByLabel("Work e-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
};

test("a link opened while signed out is opened after signing in, with its query", async ({ page }) => {
  const link = `/${ORGANISATION}/reserve?gpu=h100-sxm.8x&nodes=2&for=7d`;
  await page.goto(link);
  await expect(page).toHaveURL(`/sign-in?callbackUrl=${encodeURIComponent(link)}`);
  await fillIn(page, PEOPLE.engineer, PASSWORD);
  await expect(page).toHaveURL(link);
});

test("a session that ends during work leads back to the same page", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  const link = `/${ORGANISATION}/clusters?state=up`;
  await page.goto(link);
  await fillIn(page, PEOPLE.engineer, PASSWORD);
  await expect(page).toHaveURL(link);
  const session = (await context.cookies()).find(({ name }) => name === "berth-session");
  // The menu opens once the page's scripts run.
  await expect(async () => {
    await page.getByRole("button", { name: /Ingrid Solheim/ }).click();
    await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  // The row is gone, not only the cookie, so a copied cookie no longer works.
  if (session) await context.addCookies([session]);
  await page.goto(link);
  await expect(page).toHaveURL(`/sign-in?callbackUrl=${encodeURIComponent(link)}`);
  await context.close();
});

test("no return address leads off the site", async ({ page, baseURL }) => {
  for (const address of ["/%09/evil.example/x", "//evil.example", "/%5Cevil.example", "https://evil.example", "/..//evil.example"]) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?callbackUrl=${address}`);
    await fillIn(page, PEOPLE.engineer, PASSWORD);
    await expect(page).toHaveURL(new RegExp(`^${baseURL ?? ""}/${ORGANISATION}/overview`));
  }
});

test("input typed before the scripts run is in no address", async ({ page }) => {
  await page.route("**/_next/static/chunks/**", (route) => route.abort());
  await page.goto("/sign-in");
  await page.locator("input[name=email]").fill(PEOPLE.engineer);
  await page.locator("input[name=password]").fill("a-secret-that-was-typed");
  await Promise.all([
    page.waitForRequest((request) => request.isNavigationRequest() && request.method() === "POST"),
    page.locator("input[name=password]").press("Enter"),
  ]);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(page.url()).not.toContain("secret");
  expect(page.url()).not.toContain("email");
});

test("an invited person sets their own name and password and is signed in; the link opens once", async ({ browser, baseURL }) => {
  const email = "kari@fjordlys.example";
  const { link } = (await berth("user", "invite", "--organisation", ORGANISATION, "--email", ` Kari@fjordlys.example`, "--role", "viewer")) as { link: string };
  const path = new URL(link).pathname;
  for (const colorScheme of ["light", "dark"] as const) {
    const narrow = await browser.newContext({ baseURL, colorScheme, viewport: { width: 390, height: 844 } });
    const page = await narrow.newPage();
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Join Fjordlys AI" })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await narrow.close();
  }
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await page.goto(path);
  await expect(page.getByLabel("Work e-mail")).toHaveValue(email);
  await page.getByLabel("Your name").fill("Kari Nordmann");
  await page.getByLabel("Password").fill("a password of hers");
  await page.getByRole("button", { name: "Join Fjordlys AI" }).click();
  await expect(page).toHaveURL(`/${ORGANISATION}/overview`);
  await expect(page.getByRole("button", { name: /Kari Nordmann, viewer/ })).toBeVisible();
  await page.goto(path);
  await expect(page.getByRole("heading", { name: "This invitation is not open" })).toBeVisible();
  await context.close();
});

test("an existing account joins only by its owner's click", async ({ as }) => {
  const { link } = (await berth("user", "invite", "--organisation", "hanbit", "--email", PEOPLE.finance, "--role", "viewer")) as { link: string };
  const path = new URL(link).pathname;
  const stranger = await as("engineer");
  await stranger.goto(path);
  await expect(stranger.getByText(`You are signed in as ${PEOPLE.engineer}. The invitation is for another address.`)).toBeVisible();
  await expect(stranger.getByRole("button", { name: /^Join/ })).toHaveCount(0);
  const owner = await as("finance");
  await owner.goto(path);
  await owner.getByRole("button", { name: "Join Hanbit Render" }).click();
  await expect(owner).toHaveURL("/hanbit/overview");
});

test("a forgotten password is reset by a single-use link", async ({ page }) => {
  await berth("user", "invite", "--organisation", ORGANISATION, "--email", "ola@fjordlys.example", "--role", "viewer").then(async (made) => {
    await page.goto(new URL((made as { link: string }).link).pathname);
    await page.getByLabel("Your name").fill("Ola Nordmann");
    await page.getByLabel("Password").fill("a password of his");
    await page.getByRole("button", { name: /^Join/ }).click();
    await expect(page).toHaveURL(`/${ORGANISATION}/overview`);
  });
  const { link } = (await berth("user", "reset-password", "--email", "ola@fjordlys.example")) as { link: string };
  await page.goto(new URL(link).pathname);
  await page.getByLabel("New password").fill("another password of his");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page).toHaveURL("/sign-in");
  await page.goto(`/${ORGANISATION}/overview`);
  await expect(page, "the earlier session has ended").toHaveURL(/\/sign-in/);
  await fillIn(page, "ola@fjordlys.example", "another password of his");
  await expect(page).toHaveURL(`/${ORGANISATION}/overview`);
});
