import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { findHiddenWords } from "../server/ops/hidden-words";
import { consolePages, expect, firstId, serverEnvironment, test } from "./fixtures";

// The hidden side of the network has its own vocabulary. None of it may reach a customer, on any surface.

test("no customer page mentions the hidden side", async ({ as, api, page }) => {
  test.setTimeout(180_000);
  for (const { path: address, person } of (await consolePages(api)).filter(({ person }) => person !== "operator")) {
    const on = await as(person);
    await on.goto(address);
    await expect(on.locator("h1").first()).toBeVisible();
    expect(findHiddenWords(await on.locator("body").innerText()), address).toEqual([]);
    expect(findHiddenWords(await on.title()), address).toEqual([]);
    await on.context().close();
  }
  for (const address of ["/sign-in", "/status"]) {
    await page.goto(address);
    expect(findHiddenWords(await page.locator("body").innerText()), address).toEqual([]);
  }
});

test("no API response and no file does", async ({ api }) => {
  const cluster = await firstId(api, "clusters");
  const invoice = await firstId(api, "invoices");
  const paths = [
    "openapi.json",
    "me",
    "regions",
    "node-types",
    "sla-plans",
    "offers?nodeType=h100-sxm.8x&nodes=4&durationHours=336",
    "reservations",
    "clusters",
    `clusters/${cluster}`,
    `clusters/${cluster}/nodes`,
    `clusters/${cluster}/events?limit=200`,
    `clusters/${cluster}/uptime`,
    `clusters/${cluster}/ssh-config`,
    "incidents?limit=200",
    "maintenance-windows",
    "sla-reports",
    "usage?from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00Z",
    "invoices",
    `invoices/${invoice}`,
    `invoices/${invoice}/lines`,
    `invoices/${invoice}/csv`,
    "credit-notes",
    "payments",
    "projects",
    "members",
    "api-keys",
    "audit-events?limit=200",
  ];
  for (const address of paths) {
    const answer = await api.get(`/api/v1/${address}`);
    expect(answer.status(), address).toBe(200);
    expect(findHiddenWords(await answer.text()), address).toEqual([]);
  }
});

test("no invoice document does", async ({ api }) => {
  const { data } = (await (await api.get("/api/v1/invoices?limit=20")).json()) as { data: { id: string }[] };
  for (const { id } of data) {
    const answer = await api.get(`/api/v1/invoices/${id}/pdf`);
    expect(answer.headers()["content-type"]).toBe("application/pdf");
    const document = await getDocument({ data: new Uint8Array(await answer.body()), useSystemFonts: false }).promise;
    for (let number = 1; number <= document.numPages; number++) {
      const { items } = await (await document.getPage(number)).getTextContent();
      expect(findHiddenWords(items.map((item) => ("str" in item ? item.str : "")).join(" "))).toEqual([]);
    }
  }
});

test("no script sent to a browser does", () => {
  const { BERTH_NEXT_DIR } = serverEnvironment();
  const root = path.resolve(BERTH_NEXT_DIR ?? ".next", "static");
  const scripts = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(5);
  // Words of programming languages and libraries are not for customers, so only readable texts are checked.
  for (const script of scripts) {
    const texts = readFileSync(path.join(root, script), "utf8").match(/"(?:[^"\\\n]|\\.){0,400}"/g) ?? [];
    const sentences = texts.filter((text) => / /.test(text) && /^"[A-Z]/.test(text));
    expect(findHiddenWords(sentences.join("\n")), script).toEqual([]);
  }
});
