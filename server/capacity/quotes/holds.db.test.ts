// Holds are free, so they are limited, can be released, and belong to the organisation that made them.
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { testNetwork } from "@/server/catalog/testing/network";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { run } from "@/server/kernel/operation/operation";
import { setInstant } from "@/server/kernel/process/clock";
import { everything, testTenant } from "@/server/kernel/testing";
import { checkCounters } from "../counters/check-counters";
import { createReservation } from "../reservations/create-reservation";
import { testQuote, windowFromNow } from "../testing/reserve";
import { createQuote } from "./create-quote";
import { getQuote } from "./get-quote";
import { listQuotes } from "./list-quotes";
import { releaseQuote } from "./release-quote";

afterEach(() => setInstant(null));
afterAll(closeDatabase);

const refusal = async (attempt: Promise<unknown>): Promise<OperationError> => {
  const error: unknown = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof OperationError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error;
};
const counted = (poolId: string | undefined) => transaction(everything, (tx) => checkCounters(tx, poolId));

describe("hold limits", () => {
  it("cannot be passed by fifty calls at once, by one person or by several", async () => {
    const tenant = await testTenant();
    const network = await testNetwork([{ nodes: 200 }]);
    const roles = ["owner", "admin", "engineer"] as const;
    const attempts = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => testQuote(tenant, { network, nodes: 1, caller: tenant.as(roles[index % 3] ?? "engineer") })),
    );
    const refused = attempts.flatMap((attempt) => (attempt.status === "rejected" ? [attempt.reason as OperationError] : []));
    expect(attempts.length - refused.length).toBe(20);
    expect(new Set(refused.map((error) => error.code))).toEqual(new Set(["limit_reached"]));
    expect(refused[0]?.limits?.[0]).toMatchObject({ asked: 1 });
    expect(refused[0]?.suggestion).toContain("DELETE /quotes/{id}");
    expect(await counted(network.poolIds[0])).toMatchObject({ ok: true });
    // Another organisation is not affected.
    await testQuote(await testTenant(), { network, nodes: 1 });
  });

  it("count for the whole organisation, also for a key limited to one project", async () => {
    const tenant = await testTenant();
    const network = await testNetwork([{ nodes: 200 }]);
    for (let index = 0; index < 20; index += 1) await testQuote(tenant, { network, nodes: 1, caller: tenant.as(index < 10 ? "owner" : "admin") });
    const refused = await refusal(testQuote(tenant, { network, nodes: 1, caller: tenant.asKey({ role: "engineer", project: true }) }));
    expect(refused.limits?.[0]).toMatchObject({ name: "heldQuotesOfOrganisation", used: 20 });
  });

  it("apply to GPU-hours, whatever the number of quotes", async () => {
    const tenant = await testTenant();
    const network = await testNetwork([{ nodes: 100 }]);
    // 40 nodes × 8 GPUs × 720 h are 230,400 GPU-hours.
    const take = () => testQuote(tenant, { network, nodes: 40, hours: 720 });
    await take();
    await take();
    const refused = await refusal(testQuote(tenant, { network, nodes: 15, hours: 720 }));
    expect(refused.limits).toEqual([{ name: "heldGpuHoursOfActor", limit: 500_000, used: 460_800, asked: 86_400 }]);
    expect(refused.message).toBe("The limit is 500,000 held GPU-hours for one person or key: 460,800 are held, and this would add 86,400.");
  });

  it("ignore released and confirmed quotes, and expired ones that have not been swept", async () => {
    const tenant = await testTenant();
    const network = await testNetwork([{ nodes: 100 }]);
    const quotes = [];
    for (let index = 0; index < 10; index += 1) quotes.push(await testQuote(tenant, { network, nodes: 1 }));
    expect((await refusal(testQuote(tenant, { network, nodes: 1 }))).code).toBe("limit_reached");
    await run(releaseQuote, tenant.as("engineer"), { id: quotes[0]?.id ?? "" });
    await run(createReservation, tenant.as("engineer"), { quoteId: quotes[1]?.id ?? "", name: "kept" });
    await testQuote(tenant, { network, nodes: 1 });
    await testQuote(tenant, { network, nodes: 1 });
    expect((await refusal(testQuote(tenant, { network, nodes: 1 }))).retryAfterSeconds).toBeGreaterThan(0);
    setInstant(new Date(Date.parse(quotes[9]?.expiresAt ?? "")));
    await testQuote(tenant, { network, nodes: 1 });
  });
});

describe("releasing a quote", () => {
  it("returns its nodes at once; repeating it, or releasing after the expiry, changes nothing", async () => {
    const tenant = await testTenant();
    const network = await testNetwork();
    const quote = await testQuote(tenant, { network, nodes: 8 });
    expect(await run(releaseQuote, tenant.as("engineer"), { id: quote.id })).toMatchObject({ id: quote.id, state: "released" });
    expect(await run(releaseQuote, tenant.as("engineer"), { id: quote.id })).toMatchObject({ state: "released" });
    expect(await counted(network.poolIds[0])).toMatchObject({ ok: true });
    const next = await testQuote(tenant, { network, nodes: 8 });
    setInstant(new Date(Date.parse(next.expiresAt)));
    expect(await run(releaseQuote, tenant.as("engineer"), { id: next.id })).toMatchObject({ state: "expired" });
    expect((await refusal(run(createReservation, tenant.as("engineer"), { quoteId: quote.id, name: "too-late" }))).code).toBe("quote_expired");
    expect((await run(listQuotes, tenant.as("viewer"), { state: "released" })).data.map(({ id }) => id)).toEqual([quote.id]);
  });

  it("racing a confirmation has exactly one outcome", async () => {
    const tenant = await testTenant();
    const network = await testNetwork([{ nodes: 40 }]);
    for (let round = 0; round < 8; round += 1) {
      const { id } = await testQuote(tenant, { network, nodes: 1 });
      const ended = await Promise.allSettled([
        run(createReservation, tenant.as("engineer"), { quoteId: id, name: `racer-${round}` }),
        run(releaseQuote, tenant.as("engineer"), { id }),
      ]);
      expect(ended.filter((attempt) => attempt.status === "fulfilled")).toHaveLength(1);
    }
    expect(await counted(network.poolIds[0])).toMatchObject({ ok: true });
  });

  it("requires permission to reserve, and a quote of one's own", async () => {
    const tenant = await testTenant();
    const quote = await testQuote(tenant);
    expect((await refusal(run(releaseQuote, tenant.as("viewer"), { id: quote.id }))).code).toBe("forbidden");
    expect((await refusal(run(releaseQuote, (await testTenant()).as("owner"), { id: quote.id }))).code).toBe("not_found");
    await run(createReservation, tenant.as("engineer"), { quoteId: quote.id, name: "kept" });
    expect((await refusal(run(releaseQuote, tenant.as("engineer"), { id: quote.id }))).code).toBe("quote_used");
  });
});

describe("a project's key", () => {
  it("sees, releases and confirms only its project's quotes", async () => {
    const tenant = await testTenant();
    const key = () => tenant.asKey({ role: "engineer", project: true });
    const [own, colleagues] = [await testQuote(tenant, { caller: key() }), await testQuote(tenant)];
    expect((await run(listQuotes, key(), {})).data.map(({ id }) => id)).toEqual([own.id]);
    expect((await run(listQuotes, tenant.as("viewer"), {})).data).toHaveLength(2);
    const attempts = [
      () => run(getQuote, key(), { id: colleagues.id }),
      () => run(releaseQuote, key(), { id: colleagues.id }),
      () => run(createReservation, key(), { quoteId: colleagues.id, name: "taken-over" }),
    ];
    for (const attempt of attempts) expect((await refusal(attempt())).code).toBe("not_found");
    expect((await run(getQuote, tenant.as("engineer"), { id: colleagues.id })).state).toBe("held");
  });
});

describe("an idempotent repetition", () => {
  it("of the last quote a buyer can hold gets the earlier answer instead of a refusal", async () => {
    const tenant = await testTenant();
    const network = await testNetwork([{ nodes: 40 }]);
    for (let index = 0; index < 9; index += 1) await testQuote(tenant, { network, nodes: 1 });
    const caller = tenant.as("engineer");
    const input = { nodeType: network.nodeTypeId, site: network.siteIds[0], nodes: 1, ...windowFromNow(48, 10) };
    const [first, again] = [await createQuote.execute(caller, input), await createQuote.execute(caller, input)];
    expect([again.replayed, again.output.id]).toEqual([true, first.output.id]);
  });
});
