import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { berth, expect, ORGANISATION, PASSWORD, PEOPLE, test } from "./fixtures";

// The whole life of a reservation, through the people involved: found, quoted, confirmed, delivered, failed and
// replaced, measured, billed. Time is advanced between the steps; everything else is as in a running system. This file
// runs last, because it moves the clock that all others depend on.

const SSH_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ingrid@fjordlys.example";
const NAME = "seoul-journey";

async function textOf(pdf: Buffer): Promise<string> {
  const document = await getDocument({ data: new Uint8Array(pdf), useSystemFonts: false }).promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.map((item) => ("str" in item ? item.str : "")).join(" "));
  }
  return pages.join("\n").replaceAll(/\s+/g, " ");
}

test("reserve near Seoul, run, lose a node, close the month, download the invoice", async ({ page, as, api, playwright, baseURL }) => {
  test.setTimeout(600_000);

  await test.step("an engineer signs in", async () => {
    await page.goto("/sign-in");
    await page.getByLabel("Work e-mail").fill(PEOPLE.engineer);
    await page.getByLabel("Password").fill(PASSWORD);
    await page
      .getByRole("button", { name: /^sign in/i })
      .first()
      .click();
    await expect(page).toHaveURL(new RegExp(`/${ORGANISATION}/overview`));
  });

  await test.step("searches the whole network and takes a quote", async () => {
    await page.goto(`/${ORGANISATION}/reserve?gpu=h100-sxm.8x&nodes=4&for=14d&near=seoul&sort=distance`);
    await expect(page.getByRole("row", { name: /Seoul/ }).first()).toBeVisible();
    const panel = page.getByRole("complementary");
    await expect(panel).toContainText("kr-seoul-1");
    await expect(panel).toContainText("99.99");
    await expect(panel).toContainText("The same hours elsewhere");
    await panel.getByRole("button", { name: /^Take quote/ }).click();
    await expect(page).toHaveURL(/\/reserve\/quotes\/qte_/);
    await expect(page.getByRole("complementary")).toContainText(/1[0-5]:[0-5]\d/);
  });

  await test.step("an invalid key is reported beside its field, and no input is lost", async () => {
    await page.getByLabel("Name of the cluster").fill(NAME);
    await page.getByLabel(/Purchase order/).fill("PO-2026-0500");
    await page.getByLabel("SSH keys").fill("not a key");
    await page.getByRole("button", { name: /^Reserve 4 nodes for \$/ }).click();
    await expect(page.getByText(/not an OpenSSH public key/).first()).toBeVisible();
    await expect(page.getByLabel("Name of the cluster")).toHaveValue(NAME);
  });

  await test.step("confirms", async () => {
    await page.getByLabel("SSH keys").fill(SSH_KEY);
    await page.getByRole("button", { name: /^Reserve 4 nodes for \$/ }).click();
    await expect(page).toHaveURL(/\/clusters\/clu_/, { timeout: 30_000 });
    await expect(page.getByRole("heading", { level: 1 })).toContainText(NAME);
    await expect(page.locator("main")).toContainText("Burn-in");
  });
  const clusterId = /clu_[0-9A-Z]{26}/.exec(page.url())?.[0] ?? "";
  const read = async <T>(path: string): Promise<T> => {
    const answer = await api.get(`/api/v1/${path}`);
    expect(answer.status(), path).toBe(200);
    return (await answer.json()) as T;
  };
  interface Node {
    id: string;
    state: string;
    health: string;
    berth: number;
  }
  interface Uptime {
    downSeconds: number;
    to: string;
    availabilityPercent: string | null;
    contractedSeconds: number;
  }

  await test.step("the cluster is delivered before the promised hour", async () => {
    await berth("demo", "advance", "--hours", "5");
    await page.reload();
    await expect(page.locator("main")).toContainText("4 of 4 nodes");
    const nodes = await read<{ data: Node[] }>(`clusters/${clusterId}/nodes`);
    expect(nodes.data.filter((node) => node.state === "serving").map((node) => node.health)).toEqual(["up", "up", "up", "up"]);
  });

  await test.step("a node loses a GPU: it reports it at the public door, is replaced by a spare, and the seconds are counted", async () => {
    const nodes = await read<{ data: Node[] }>(`clusters/${clusterId}/nodes`);
    const failing = nodes.data.find((node) => node.state === "serving");
    const { to } = await read<Uptime>(`clusters/${clusterId}/uptime`);
    const { site, nodeType } = await read<{ site: string; nodeType: string }>(`clusters/${clusterId}`);
    const { key } = (await berth(
      "run",
      "identity.nodeKey.create",
      "--input",
      JSON.stringify({ name: "a node of the journey", pools: [`${site}:${nodeType}`], sources: ["agent"] }),
    )) as { key: string };
    const door = await playwright.request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${key}` } });
    const other = await door.post("/api/telemetry/v1/signals", {
      data: { signals: [{ pool: "is-keflavik-1a:h100-sxm.8x", source: "collector", observedAt: to, kind: "heartbeat", ok: true }] },
    });
    expect(await other.json(), "it speaks for nodes of its own pool alone").toMatchObject({ taken: 0, refused: [{ code: "source_not_of_credential" }] });
    const sent = await door.post("/api/telemetry/v1/signals", {
      data: { signals: [{ node: failing?.id, source: "agent", observedAt: to, kind: "xid", ok: false, code: 79 }] },
    });
    expect(sent.status()).toBe(200);
    expect(await sent.json()).toMatchObject({ taken: 1, refused: [] });
    await door.dispose();
    // Takes minutes: the running network's next signals bring the collectors past the fault.
    const healthOf = async () => (await read<{ data: Node[] }>(`clusters/${clusterId}/nodes`)).data.find((node) => node.id === failing?.id)?.health;
    await expect.poll(healthOf, { timeout: 180_000, intervals: [2_000] }).toBe("down");
    await berth("demo", "advance", "--hours", "1");
    const after = await read<{ data: Node[] }>(`clusters/${clusterId}/nodes`);
    expect(after.data.find((node) => node.id === failing?.id)).toMatchObject({ state: "replaced" });
    expect(after.data.filter((node) => node.state === "serving")).toHaveLength(4);
    const { downSeconds } = await read<Uptime>(`clusters/${clusterId}/uptime`);
    expect(downSeconds).toBeGreaterThan(60);
    expect(downSeconds).toBeLessThan(600);
    await page.reload();
    await expect(page.locator("main")).toContainText(/replaced n0\d/);
    const incidents = await read<{ data: { clusterId: string | null; state: string; title: string }[] }>(`incidents?clusterId=${clusterId}`);
    expect(incidents.data[0]).toMatchObject({ state: "resolved" });
  });

  await test.step("the month closes: measured, credited where due, invoiced with a number", async () => {
    await berth("demo", "advance", "--days", "10");
    const reports = await read<{ data: { clusterId: string; month: string; contractedSeconds: number; downSeconds: number; decidedAt: string | null }[] }>(
      "sla-reports?month=2026-11&limit=200",
    );
    const report = reports.data.find((one) => one.clusterId === clusterId);
    expect(report?.decidedAt).not.toBeNull();
    expect(report?.downSeconds).toBeGreaterThan(0);
  });

  await test.step("a finance person expands a line down to quote and metered seconds, and downloads the PDF", async () => {
    const finance = await as("finance");
    await finance.goto(`/${ORGANISATION}/billing`);
    await finance
      .getByRole("link", { name: /November 2026/ })
      .first()
      .click();
    await expect(finance.getByRole("heading", { level: 1 })).toContainText(/NL-2026-\d{6}/);
    await finance.locator("summary", { hasText: NAME }).first().click();
    await expect(
      finance
        .getByText(/qte_[0-9A-Z]{6}/)
        .filter({ visible: true })
        .first(),
    ).toBeVisible();
    await expect(
      finance
        .getByText(/Metered/)
        .filter({ visible: true })
        .first(),
    ).toBeVisible();

    const invoiceId = /inv_[0-9A-Z]{26}/.exec(finance.url())?.[0] ?? "";
    interface Invoice {
      number: string;
      total: { amount: string };
      lines: { clusterId: string | null; kind: string; quoteId: string | null; meteredSeconds: number | null; amount: { amount: string } }[];
    }
    const invoice = await read<Invoice>(`invoices/${invoiceId}`);
    const usage = invoice.lines.find((one) => one.clusterId === clusterId && one.kind === "usage");
    expect(usage?.quoteId).toMatch(/^qte_/);
    expect(usage?.meteredSeconds).toBeGreaterThan(0);

    const [download] = await Promise.all([finance.waitForEvent("download"), finance.getByRole("link", { name: /^PDF/ }).first().click()]);
    expect(download.suggestedFilename()).toContain(invoice.number);
    const text = await textOf(await (await api.get(`/api/v1/invoices/${invoiceId}/pdf`)).body());
    expect(text).toContain(invoice.number);
    expect(text).toContain(NAME);
    const [whole = "", cents = ""] = invoice.total.amount.split(".");
    expect(text).toContain(`${whole.replaceAll(/\B(?=(\d{3})+$)/g, ",")}.${cents}`);
  });

  await test.step("and the books agree", async () => {
    const check = (await berth("db", "check")) as { ok: boolean; checks: { name: string; ok: boolean }[] };
    expect(check.checks.filter((one) => !one.ok)).toEqual([]);
    expect(check.ok).toBe(true);
  });
});
