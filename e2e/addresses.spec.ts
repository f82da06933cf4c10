import { expect, ORGANISATION, test } from "./fixtures";

// What the site answers at addresses that are not an organisation's pages.

test("files that browsers and crawlers request exist", async ({ request }) => {
  const files = {
    "/favicon.ico": /icon/,
    "/icon.svg": /svg/,
    "/apple-icon.png": /png/,
    "/icon-512.png": /png/,
    "/opengraph-image.png": /png/,
    "/manifest.webmanifest": /json/,
    "/robots.txt": /text\/plain/,
    "/sitemap.xml": /xml/,
  };
  for (const [path, type] of Object.entries(files)) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(200);
    expect(answer.headers()["content-type"], path).toMatch(type);
  }
});

test("an unknown address is not found when signed out; a console page asks for sign-in and leads back", async ({ request }) => {
  for (const path of [
    "/terms",
    "/nope",
    "/nope/nope",
    `/${ORGANISATION}`,
    `/${ORGANISATION}/nope`,
    `/${ORGANISATION}/overview/more`,
    "/terms/overview",
    "/a/b/c/d",
    "/favicon",
    "/.well-known/security.txt",
  ]) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(404);
    expect(await answer.text(), path).toContain("<title>Page not found · Berth</title>");
  }
  for (const path of [`/${ORGANISATION}/overview`, "/nobody/overview", `/${ORGANISATION}/billing?status=overdue`]) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(307);
    expect(answer.headers().location, path).toBe(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
  }
});

test("a page not found inside an organisation keeps the console around it and says so in its title", async ({ as }) => {
  const page = await as("engineer");
  for (const path of ["nope", "nope/nope", "clusters/clu_nobody", "reliability/incidents/INC-2026-999999"]) {
    const answer = await page.goto(`/${ORGANISATION}/${path}`);
    expect(answer?.status(), path).toBe(404);
    await expect(page, path).toHaveTitle("Page not found · Berth");
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  }
  await page.goto("/hanbit/overview");
  await expect(page).toHaveTitle("Page not found · Berth");
});

test("public pages can be indexed, pages of the console cannot", async ({ as, request }) => {
  for (const path of ["/status", "/sign-in"]) {
    const page = await (await request.get(path)).text();
    expect(page, path).not.toContain("noindex");
    expect(page, path).toMatch(/<meta name="description"/);
    expect(page, path).toMatch(/<meta property="og:image" content="http/);
  }
  const page = await as("engineer");
  const described = new Set<string | null>();
  for (const path of ["overview", "reserve", "clusters", "reliability"]) {
    await page.goto(`/${ORGANISATION}/${path}`);
    await expect(page.locator('meta[name="robots"]').first()).toHaveAttribute("content", /noindex/);
    described.add(await page.locator('meta[name="description"]').getAttribute("content"));
  }
  expect(described.size).toBe(4);
});
