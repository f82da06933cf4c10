import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testNetwork } from "@/server/catalog/testing/network";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { run } from "@/server/kernel/operation/operation";
import { type TestTenant, everything, testTenant } from "@/server/kernel/testing";
import { createReservation } from "./create-reservation";
import { createQuote } from "../quotes/create-quote";
import { getQuote } from "../quotes/get-quote";
import { findReservation, markReservation, reservationContract } from "./reservation-rows";
import { testQuote, testReservation, windowFromNow } from "../testing/reserve";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await testTenant();
});
afterAll(closeDatabase);

const refusal = async (attempt: Promise<unknown>): Promise<OperationError> => {
  const error: unknown = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof OperationError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error;
};

describe("confirming a quote", () => {
  it("creates the contract from the quote, stores its keys and notifies the modules above", async () => {
    const quote = await testQuote(tenant);
    const sshKeys = [`${KEY} ingrid@laptop`, { name: "again", publicKey: KEY }];
    const made = await run(createReservation, tenant.as("engineer"), {
      quoteId: quote.id,
      name: "pretrain-8",
      project: tenant.projectSlug,
      purchaseOrder: " PO-4471 ",
      sshKeys,
    });
    expect(made).toMatchObject({
      name: "pretrain-8",
      state: "scheduled",
      clusterId: expect.stringMatching(/^clu_/) as unknown,
      quoteId: quote.id,
      project: tenant.projectId,
      purchaseOrder: "PO-4471",
      site: quote.site,
      nodes: quote.nodes,
      start: quote.start,
      end: quote.end,
      ratePerGpuHour: quote.ratePerGpuHour,
      total: quote.total,
      createdBy: tenant.as("engineer").actor?.label,
    });
    expect(await run(getQuote, tenant.as("viewer"), { id: quote.id })).toMatchObject({ state: "accepted", reservationId: made.id });
    await transaction(everything, async (tx) => {
      expect(reservationContract(await findReservation(tx, tenant.organisationId, made.id))).toEqual(made);
      // The same key under two names is one key.
      expect((await findReservation(tx, tenant.organisationId, made.id)).sshKeys).toEqual([
        { name: "again", publicKey: KEY, fingerprint: "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU" },
      ]);
      expect(
        await tx.sql(`SELECT name, payload FROM "OutboxEvent" WHERE "organisationId" = $1 AND payload->>'reservationId' = $2`, [
          tenant.organisationId,
          made.id,
        ]),
      ).toEqual([{ name: "capacity.reservation.confirmed", payload: { reservationId: made.id } }]);
    });
  });

  it("takes effect once", async () => {
    const quote = await testQuote(tenant);
    await run(createReservation, tenant.as("engineer"), { quoteId: quote.id, name: "first" });
    expect((await refusal(run(createReservation, tenant.as("engineer"), { quoteId: quote.id, name: "second" }))).code).toBe("quote_used");
  });

  it("requires a purchase order when the organisation does", async () => {
    const strict = await testTenant({ purchaseOrderRequired: true });
    const quote = await testQuote(strict);
    expect(quote.purchaseOrderRequired).toBe(true);
    for (const purchaseOrder of [undefined, "  "]) {
      expect((await refusal(run(createReservation, strict.as("engineer"), { quoteId: quote.id, name: "no-order", purchaseOrder }))).code).toBe("po_required");
    }
    expect((await run(createReservation, strict.as("engineer"), { quoteId: quote.id, name: "with-order", purchaseOrder: "PO-1" })).purchaseOrder).toBe("PO-1");
  });

  it("reports invalid keys and unknown projects, and leaves the quote held", async () => {
    const quote = await testQuote(tenant);
    const confirm = (more: { project?: string; sshKeys?: string[] }) =>
      refusal(run(createReservation, tenant.as("engineer"), { quoteId: quote.id, name: "careful", ...more }));
    expect((await confirm({ sshKeys: [KEY, `${KEY.slice(0, -6)} cut`] })).errors).toEqual([
      { pointer: "/sshKeys/1", message: expect.stringContaining("damaged") },
    ]);
    expect((await confirm({ project: "of-nobody" })).errors).toEqual([expect.objectContaining({ pointer: "/project" })]);
    expect((await run(getQuote, tenant.as("engineer"), { id: quote.id })).state).toBe("held");
  });

  it("with a project's key is for that project, named or not", async () => {
    const quote = await testQuote(tenant, { caller: tenant.asKey({ role: "engineer", project: true }) });
    expect(quote.project).toBe(tenant.projectId);
    const made = await run(createReservation, tenant.asKey({ role: "engineer", project: true }), { quoteId: quote.id, name: "by-key" });
    expect(made.project).toBe(tenant.projectId);
  });

  it("with a project's key never takes a colleague's quote", async () => {
    const key = tenant.asKey({ role: "engineer", project: true });
    const colleagues = await testQuote(tenant);
    expect((await refusal(run(getQuote, key, { id: colleagues.id }))).code).toBe("not_found");
    expect((await refusal(run(createReservation, key, { quoteId: colleagues.id, name: "taken" }))).code).toBe("not_found");
    expect((await run(getQuote, tenant.as("engineer"), { id: colleagues.id })).state).toBe("held");
  });

  it("never answers one actor's idempotency key with another's result", async () => {
    const network = await testNetwork();
    const input = { nodeType: network.nodeTypeId, site: network.siteIds[0], nodes: 1, ...windowFromNow(30, 24) };
    const [one, other] = [tenant.as("engineer"), tenant.asKey({ role: "engineer", project: true })];
    const first = await createQuote.execute({ ...one, idempotencyKey: "the-same" }, input);
    const second = await createQuote.execute({ ...other, idempotencyKey: "the-same" }, input);
    expect(second).toMatchObject({ replayed: false });
    expect(second.output.id).not.toBe(first.output.id);
    expect(await createQuote.execute({ ...one, idempotencyKey: "the-same" }, input)).toMatchObject({ replayed: true, output: first.output });
  });

  it("of a project's key stays with that project, also for others in the organisation", async () => {
    const quote = await testQuote(tenant, { caller: tenant.asKey({ role: "engineer", project: true }) });
    const made = await run(createReservation, tenant.as("engineer"), { quoteId: quote.id, name: "by-colleague" });
    expect(made.project).toBe(tenant.projectId);
  });

  it("gives every live cluster a unique name, even when two are confirmed at once", async () => {
    const own = await testTenant();
    const quotes = [];
    for (let index = 0; index < 6; index += 1) quotes.push(await testQuote(own));
    const attempts = await Promise.allSettled(quotes.map(({ id }) => run(createReservation, own.as("engineer"), { quoteId: id, name: "twin" })));
    const refused = attempts.flatMap((attempt) => (attempt.status === "rejected" ? [attempt.reason as OperationError] : []));
    expect([attempts.length - refused.length, refused.map((error) => [error.code, error.errors?.[0]?.pointer])]).toEqual([
      1,
      Array.from({ length: 5 }, () => ["conflict", "/name"]),
    ]);
    const free = quotes[attempts.findIndex((attempt) => attempt.status === "rejected")];
    expect((await run(getQuote, own.as("engineer"), { id: free?.id ?? "" })).state).toBe("held");
    // The name is free again once its cluster has ended, and other organisations could use it all along.
    const first = attempts.find((attempt) => attempt.status === "fulfilled");
    await transaction(everything, async (tx) => {
      await markReservation(tx, first?.value.id ?? "", "provisioning");
      await markReservation(tx, first?.value.id ?? "", "ended");
    });
    expect((await run(createReservation, own.as("engineer"), { quoteId: free?.id ?? "", name: "twin" })).name).toBe("twin");
    expect((await run(createReservation, tenant.as("engineer"), { quoteId: (await testQuote(tenant)).id, name: "twin" })).name).toBe("twin");
  });

  it("shows the amounts before tax, the tax and including tax, and the promised delivery", async () => {
    const german = await testTenant({ country: "DE", currency: "EUR" });
    const quote = await testQuote(german);
    const made = await run(createReservation, german.as("engineer"), { quoteId: quote.id, name: "taxed" });
    expect(made).toMatchObject({
      subtotal: quote.subtotal,
      tax: quote.tax,
      total: quote.total,
      taxIncluded: true,
      promisedAt: quote.terms.delivery.promisedAt,
    });
    expect(made.tax.amount).not.toBe("0.00");
  });
});

describe("markReservation", () => {
  it("moves on, is idempotent, and never goes back", async () => {
    const { id } = await testReservation(tenant);
    await transaction(everything, async (tx) => {
      await markReservation(tx, id, "provisioning");
      await markReservation(tx, id, "provisioning");
      await markReservation(tx, id, "active");
      expect((await refusal(markReservation(tx, id, "provisioning"))).code).toBe("invalid_state");
      await markReservation(tx, id, "ended");
      expect((await refusal(markReservation(tx, "res_none", "ended"))).code).toBe("not_found");
    });
    expect((await transaction(everything, (tx) => findReservation(tx, tenant.organisationId, id))).state).toBe("ended");
  });
});
