import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures";

// A program's journey: search, quote, reserve, and every refusal on the way.

interface Offer {
  id: string;
  site: string;
  region: string;
  nodes: number;
  total: { amount: string; currency: string };
  ratePerGpuHour: string;
  trackRecord: { days: number };
  comparisons: unknown[];
  start: string;
  end: string;
}
interface Quote {
  id: string;
  expiresAt: string;
  total: { amount: string };
  lines: { amount: { amount: string } }[];
  terms: { delivery: { promisedAt: string } };
}

const SEOUL = "nearLatitude=37.57&nearLongitude=126.98";

test("an agent finds, quotes and reserves through the API", async ({ api }) => {
  const found = (await (await api.get(`/api/v1/offers?nodeType=h100-sxm.8x&nodes=2&durationHours=336&sort=distance&${SEOUL}`)).json()) as { data: Offer[] };
  const [offer] = found.data;
  expect(offer).toMatchObject({ region: "kr-seoul-1", nodes: 2 });
  expect(offer?.comparisons.length).toBeGreaterThan(0);
  expect(offer?.trackRecord.days).toBe(90);

  const key = randomUUID();
  const ask = () => api.post("/api/v1/quotes", { headers: { "idempotency-key": key }, data: { offerId: offer?.id } });
  const answer = await ask();
  expect(answer.status()).toBeLessThan(300);
  const quote = (await answer.json()) as Quote;
  expect(quote.total.amount).toBe(offer?.total.amount);
  expect(Date.parse(quote.terms.delivery.promisedAt)).toBeGreaterThanOrEqual(Date.parse(offer?.start ?? ""));
  const again = await ask();
  expect(again.headers()["idempotency-replayed"]).toBe("true");
  expect(((await again.json()) as Quote).id).toBe(quote.id);

  const reuse = await api.post("/api/v1/quotes", { headers: { "idempotency-key": key }, data: { offerId: offer?.id, nodes: 3 } });
  expect(reuse.status()).toBe(409);
  expect(await reuse.json()).toMatchObject({ code: "idempotency_key_reused" });

  const reserve = () =>
    api.post("/api/v1/reservations", {
      headers: { "idempotency-key": `${key}-2` },
      data: {
        quoteId: quote.id,
        name: "by-api",
        purchaseOrder: "PO-2026-0418",
        sshKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl agent"],
      },
    });
  const made = await reserve();
  expect(made.status()).toBe(201);
  const reservation = (await made.json()) as { id: string; state: string };
  expect(["scheduled", "provisioning"]).toContain(reservation.state);
  // The worker creates the cluster after the commit.
  await expect
    .poll(async () => ((await (await api.get(`/api/v1/reservations/${reservation.id}`)).json()) as { clusterId: string | null }).clusterId, { timeout: 30_000 })
    .not.toBeNull();
});

test("refusals carry a code, a suggestion and a request id", async ({ api }) => {
  const refused = async (work: Promise<{ status(): number; json(): Promise<unknown>; headers(): Record<string, string> }>, status: number, code: string) => {
    const answer = await work;
    expect(answer.status()).toBe(status);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
    const problem = (await answer.json()) as { code: string; suggestion?: string; requestId: string };
    expect(problem).toMatchObject({ code });
    expect(problem.suggestion).toBeTruthy();
    expect(problem.requestId).toBe(answer.headers()["x-request-id"]);
  };
  await refused(api.post("/api/v1/quotes", { data: {} }), 400, "idempotency_key_required");
  await refused(api.post("/api/v1/quotes", { headers: { "idempotency-key": randomUUID() }, data: { nodes: -1 } }), 400, "validation_failed");
  await refused(api.get("/api/v1/offers?nodes=many"), 400, "validation_failed");
  await refused(
    api.post("/api/v1/reservations", {
      headers: { "idempotency-key": randomUUID() },
      data: { quoteId: "qte_01ARZ3NDEKTSV4RRFFQ69G5FAV", name: "x1", purchaseOrder: "PO-1" },
    }),
    404,
    "not_found",
  );
  await refused(api.get("/api/v1/nothing-here"), 404, "not_found");
  await refused(api.delete("/api/v1/regions"), 405, "method_not_allowed");
});

test("an unmatched search says what to change and what that costs", async ({ api }) => {
  const answer = (await (await api.get(`/api/v1/offers?nodeType=h100-sxm.8x&nodes=2&durationHours=336&maxRate=1.00`)).json()) as {
    data: unknown[];
    relaxations: { kind: string; total: { amount: string } }[];
  };
  expect(answer.data).toEqual([]);
  expect(answer.relaxations.map(({ kind }) => kind)).toContain("higher_rate");
});

test("health, readiness and the API description need no key", async ({ playwright, baseURL }) => {
  const nobody = await playwright.request.newContext({ baseURL });
  expect((await nobody.get("/api/health/live")).status()).toBe(200);
  expect((await nobody.get("/api/health/ready")).status()).toBe(200);
  const description = (await (await nobody.get("/api/v1/openapi.json")).json()) as { openapi: string; paths: Record<string, unknown> };
  expect(description.openapi).toMatch(/^3\.1/);
  expect(Object.keys(description.paths).length).toBeGreaterThan(25);
  await nobody.dispose();
});
