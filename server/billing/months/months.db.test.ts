// Months close in order, each once, and late signals revise them.
import fc from "fast-check";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { registerHandlers } from "@/server/kernel/events/events";
import { drainOutbox } from "@/server/kernel/events/outbox";
import { systemCaller } from "@/server/kernel/operation/actor";
import { OperationError } from "@/server/kernel/operation/errors";
import { run } from "@/server/kernel/operation/operation";
import { setInstant } from "@/server/kernel/process/clock";
import { everything, testTenant, type TestTenant } from "@/server/kernel/testing";
import { handlers } from "../events";
import { getInvoicePdf } from "../documents/get-invoice-pdf";
import { listPayments } from "../payments/list-payments";
import { recordPayment } from "../payments/record-payment";
import { setProfile } from "../profiles/set-profile";
import { getUsage } from "../reports/get-usage";
import { type ContractWish, testContract } from "../testing/contract";
import { closableMonths } from "./closable-months";
import { closeMonth } from "./close-month";
import { createAdvance } from "./create-advance";
import { finaliseInvoice } from "../invoices/finalise-invoice";
import { getInvoice } from "../invoices/get-invoice";
import { listCreditNotes } from "../invoices/list-credit-notes";
import { listInvoices } from "../invoices/list-invoices";
import { reviseMonth } from "./revise-month";
import { decideSlaReports } from "@/server/reliability/sla/decide-sla-reports";
import { listSlaReports } from "@/server/reliability/sla/list-sla-reports";
import { reviseSlaReports } from "@/server/reliability/sla/revise-sla-reports";

registerHandlers(handlers);
afterAll(closeDatabase);

const at = (text: string): void => setInstant(new Date(text));
beforeEach(() => at("2026-11-01T01:00:00Z"));
afterEach(() => setInstant(null));

const job = (tenant: TestTenant) => systemCaller("a test", tenant.organisationId, "test");
const network = <T>(work: Parameters<typeof transaction<T>>[1]) => transaction(everything, work);
const close = (tenant: TestTenant, month: string) => run(closeMonth, job(tenant), { month });
const revise = (tenant: TestTenant, month = "2026-10") => run(reviseMonth, job(tenant), { month });
const finalise = (tenant: TestTenant, invoiceId: string) => run(finaliseInvoice, job(tenant), { invoiceId });
const get = (tenant: TestTenant, id: string) => run(getInvoice, tenant.as("finance"), { id });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof OperationError ? error.code : error),
  );
const minor = (money: { amount: string }) => BigInt(money.amount.replace(".", ""));

/** A late signal: a node of the cluster was down, and the month's report has a new revision. */
async function late(
  tenant: TestTenant,
  clusterId: string,
  down: { start: string; end: string },
  report?: { revision: number; creditPercent: number },
): Promise<void> {
  await network(async (tx) => {
    const [node] = await tx.sql<{ nodeId: string }>(`select "nodeId" from "Assignment" where "clusterId" = $1 order by berth limit 1`, [clusterId]);
    await tx.exec(`update "NodeState" set "endAt" = $2 where "nodeId" = $1 and "startAt" < $2 and "endAt" > $2`, [node?.nodeId, down.start]);
    await tx.exec(
      `insert into "NodeState" ("nodeId", "startAt", "endAt", state, reason) values ($1, $2, $3, 'down', 'xid'), ($1, $3, '2027-06-01', 'up', 'healthy')`,
      [node?.nodeId, down.start, down.end],
    );
    if (report) {
      await tx.exec(
        `insert into "SlaReport" (id, "organisationId", "clusterId", month, revision, "slaPlanId", "targetPercent", "contractedSeconds", "downSeconds",
          "degradedSeconds", "maintenanceSeconds", "unknownSeconds",
           "availabilityPercent", "creditPercent", reason, intervals, "decidedAt")
         values ('sla_' || $2 || ($3::int)::text, $1, $2, '2026-10', $3::int, 'enterprise', '99.99', 1, 3600, 0, 0, 0, '99.90000', $4,
           'availability 99.90000 %, below 99.99 %', '[]', now())`,
        [tenant.organisationId, clusterId, report.revision, report.creditPercent],
      );
    }
  });
}

const october: ContractWish = { start: "2026-10-01T00:00:00Z", end: "2026-12-01T00:00:00Z", nodes: 2, paymentSchedule: "monthly_advance" };
const hourDown = { start: "2026-10-31T10:00:00Z", end: "2026-10-31T11:00:00Z" };

async function closed(tenant: TestTenant): Promise<string> {
  const { invoiceIds } = await close(tenant, "2026-10");
  return invoiceIds[0] ?? "";
}

describe("months", () => {
  it("close in order: an open earlier month blocks the next, and the database refuses a gap", async () => {
    const tenant = await testTenant();
    const { reservationId } = await testContract(tenant, { ...october, start: "2026-09-10T00:00:00Z", end: "2027-01-05T00:00:00Z" });
    at("2026-09-10T00:00:00Z");
    await run(createAdvance, job(tenant), { reservationId });
    at("2027-02-01T01:00:00Z");
    for (const month of ["2026-11", "2027-01", "2026-10", "2026-12"]) expect(await codeOf(close(tenant, month))).toBe("invalid_state");
    await expect(
      network((tx) =>
        tx.exec(`insert into "MonthClose" ("organisationId", month, follows, "closedAt") values ($1, '2026-11', '2026-09', now())`, [tenant.organisationId]),
      ),
    ).rejects.toThrow();
    const months = ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01"];
    for (const month of months) expect((await close(tenant, month)).closed).toBe(true);
    for (const month of months) expect((await close(tenant, month)).closed).toBe(false);
    for (const follows of ["2026-10", null]) {
      await expect(
        network((tx) =>
          tx.exec(`insert into "MonthClose" ("organisationId", month, follows, "closedAt") values ($1, '2027-02', $2, now())`, [
            tenant.organisationId,
            follows,
          ]),
        ),
      ).rejects.toThrow();
    }
    // Every fully prepaid month nets to zero except for the advance for the next one; nothing is billed twice.
    const { data } = await run(listInvoices, tenant.as("finance"), { limit: 20 });
    const whole = await network((tx) => tx.sql<{ totalMinor: bigint }>(`select "totalMinor" from "Reservation" where id = $1`, [reservationId]));
    expect(data.reduce((sum, invoice) => sum + minor(invoice.subtotal), 0n)).toBe(whole[0]?.totalMinor);
  });

  it("wait for each other, in whatever order their reports are decided", async () => {
    const months = ["2026-09", "2026-10", "2026-11"];
    at("2026-12-01T02:00:00Z");
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(months, { minLength: 3 }), async (order) => {
        const tenant = await testTenant();
        await testContract(tenant, { ...october, start: "2026-09-10T00:00:00Z", end: "2026-12-05T00:00:00Z", nodes: 1 });
        for (const [index, month] of order.entries()) {
          await network((tx) =>
            tx.exec(`insert into "SlaMonth" ("organisationId", month, "decidedAt", "lookedAt") values ($1, $2, now(), now())`, [tenant.organisationId, month]),
          );
          const decided = new Set(order.slice(0, index + 1));
          const first = months.findIndex((each) => !decided.has(each));
          expect(await network((tx) => closableMonths(tx, tenant.organisationId, new Date("2026-12-01T02:00:00Z")))).toEqual(
            first === -1 ? months : months.slice(0, first),
          );
        }
      }),
      { numRuns: 4 },
    );
  });

  it("whose close failed are unchanged, and close completely at the next attempt", async () => {
    const tenant = await testTenant();
    await testContract(tenant, { ...october, currency: "EUR" });
    expect(await codeOf(close(tenant, "2026-10"))).toBe("conflict");
    const count = (table: string) =>
      network(
        async (tx) => (await tx.sql<{ n: number }>(`select count(*)::int as n from "${table}" where "organisationId" = $1`, [tenant.organisationId]))[0]?.n,
      );
    expect(await Promise.all(["MonthClose", "UsageRecord", "Invoice"].map(count))).toEqual([0, 0, 0]);
    await run(setProfile, job(tenant), { legalName: "Test AS", addressLines: ["Storgata 1"], country: "NO", apEmail: "ap@test.example", currency: "EUR" });
    expect((await close(tenant, "2026-10")).closed).toBe(true);
  });
});

describe("a late signal", () => {
  it("during the draft changes the draft", async () => {
    const tenant = await testTenant();
    const { clusterId, reservationId } = await testContract(tenant, october);
    await run(createAdvance, job(tenant), { reservationId });
    const id = await closed(tenant);
    const before = await get(tenant, id);
    await late(tenant, clusterId, hourDown, { revision: 2, creditPercent: 10 });
    expect(await revise(tenant)).toMatchObject({ recomposed: [id], corrections: [] });
    expect(await revise(tenant)).toMatchObject({ recomposed: [id], corrections: [] });
    const after = await get(tenant, id);
    // One node, one hour, 8 GPUs at 2.35; the base of the credit is the whole advance for October.
    expect(minor(before.lines[0]?.amount ?? { amount: "0" }) - minor(after.lines[0]?.amount ?? { amount: "0" })).toBe(1_880n);
    expect(after.lines.map(({ kind, amount }) => [kind, amount.amount])).toEqual([
      ["usage", "27955.60"],
      ["credit", "-2797.44"],
      ["advance", "27072.00"],
      ["advance_applied", "-27955.60"],
    ]);
    expect(after.lines[0]?.prepaid).toEqual(
      Object.fromEntries([
        ["kind", "advance"],
        ...Object.entries({ paid: "27974.40", usedBefore: "0.00", applied: "27955.60", returned: "0.00", left: "18.80" }).map(([key, amount]) => [
          key,
          { amount, currency: "USD" },
        ]),
      ]),
    );
    expect(after).toMatchObject({ finaliseAt: before.finaliseAt, state: "draft" });
    expect((await run(listInvoices, tenant.as("finance"), {})).data).toHaveLength(2);
    const { total } = await run(getUsage, tenant.as("engineer"), { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" });
    expect(total).toEqual(after.lines[0]?.amount);
  });

  it("after the number creates one credit note, to the cent, that names the invoice", async () => {
    const tenant = await testTenant({ country: "NL" });
    const { clusterId, reservationId } = await testContract(tenant, {
      ...october,
      paymentSchedule: "deposit_25",
      report: { month: "2026-10", creditPercent: 0 },
    });
    await run(createAdvance, job(tenant), { reservationId });
    const id = await closed(tenant);
    at("2026-11-02T01:00:00Z");
    const { number } = await finalise(tenant, id);
    const before = await get(tenant, id);
    expect(await revise(tenant)).toMatchObject({ recomposed: [], corrections: [] });
    await late(tenant, clusterId, hourDown, { revision: 2, creditPercent: 10 });
    const [first, again] = [await revise(tenant), await revise(tenant)];
    expect([first.corrections.length, again.corrections.length]).toEqual([1, 0]);
    const note = await get(tenant, first.corrections[0] ?? "");
    expect(note).toMatchObject({
      kind: "credit_note",
      title: "Credit note, Correction of October 2026",
      corrects: { id, number },
      dueAt: null,
      paymentReference: null,
    });
    // 18.80 not charged, and 10 % of what October comes to now; 21 % tax back on both.
    expect(note.lines.map(({ kind, amount, meteredSeconds, taxCategory }) => [kind, amount.amount, meteredSeconds, taxCategory])).toEqual([
      ["usage_correction", "-18.80", -3_600, "S"],
      ["credit_correction", "-2795.56", null, "S"],
    ]);
    expect(note).toMatchObject({ subtotal: { amount: "-2814.36" }, tax: { amount: "-591.02" }, total: { amount: "-3405.38" } });
    expect(note.lines[1]?.credit).toMatchObject({ percent: 10, base: { amount: "27955.60" } });
    const invoice = await get(tenant, id);
    expect(invoice.corrections).toEqual([{ id: note.id, number: note.number }]);
    expect(invoice.total).toEqual(before.total);
    expect((await run(listCreditNotes, tenant.as("finance"), {})).data).toMatchObject([
      { number: note.number, correctsNumber: number, total: { amount: "3405.38" }, reason: `Correction of October 2026, ${number ?? ""}` },
    ]);
    const { total } = await run(getUsage, tenant.as("engineer"), { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z", groupBy: "day" });
    expect(minor(total)).toBe(minor(invoice.lines[0]?.amount ?? { amount: "0" }) - 1_880n);
    await drainOutbox(tenant.organisationId);
    expect((await run(getInvoicePdf, tenant.as("finance"), { id: note.id })).bytes.length).toBeGreaterThan(1_000);
    // Another revision without changes, and a second late signal.
    await late(tenant, clusterId, { start: "2026-10-31T20:00:00Z", end: "2026-10-31T21:00:00Z" });
    const second = await revise(tenant);
    expect((await get(tenant, second.corrections[0] ?? "")).lines.map(({ kind, amount }) => [kind, amount.amount])).toEqual([
      ["usage_correction", "-18.80"],
      ["credit_correction", "1.88"],
    ]);
    expect(await revise(tenant)).toMatchObject({ corrections: [] });
  });
});

it("revises the decided report and the bill automatically: revision 2 and a credit note, both visible", async () => {
  const tenant = await testTenant();
  const { clusterId, reservationId } = await testContract(tenant, { ...october, paymentSchedule: "deposit_25" });
  await run(createAdvance, job(tenant), { reservationId });
  await run(decideSlaReports, job(tenant), { month: "2026-10" });
  await drainOutbox(tenant.organisationId);
  const month = (await run(listInvoices, tenant.as("finance"), {})).data.find(({ kind }) => kind === "month");
  const reported = async () => (await run(listSlaReports, tenant.as("engineer"), { month: "2026-10" })).data[0];
  expect(await reported()).toMatchObject({ revision: 1, invoiceId: month?.id, invoiceNumber: null, credit: { percent: 0, amount: { amount: "0.00" } } });
  at("2026-11-02T01:00:00Z");
  const { number } = await finalise(tenant, month?.id ?? "");
  expect(await reported()).toMatchObject({ invoiceId: month?.id, invoiceNumber: number });
  expect(await run(reviseSlaReports, job(tenant), { month: "2026-10" })).toMatchObject({ revised: 0 });
  const span = (text: string): number => Date.parse(text) / 300_000;
  // The last hours' samples of bandwidth, all good, arrive after the decision: nothing that was reported changes.
  await network((tx) =>
    tx.exec(
      `insert into "ThroughputMonth" ("nodeId", month, slots) select "nodeId", '2026-10', int4multirange(int4range($2, $3)) from "Assignment" where "clusterId" = $1`,
      [clusterId, span("2026-10-31T00:00:00Z"), span("2026-11-01T00:00:00Z")],
    ),
  );
  expect(await run(reviseSlaReports, job(tenant), { month: "2026-10" })).toMatchObject({ revised: 0 });
  await late(tenant, clusterId, hourDown);
  at("2026-11-02T10:00:00Z");
  expect(await run(reviseSlaReports, job(tenant), { month: "2026-10" })).toMatchObject({ revised: 1 });
  await drainOutbox(tenant.organisationId);
  expect(await run(reviseSlaReports, job(tenant), { month: "2026-10" })).toMatchObject({ revised: 0 });
  // 3,600 of 5,356,800 seconds are 99.93279 %: below the target, 10 % of what October comes to now.
  expect(await reported()).toMatchObject({
    revision: 2,
    invoiceId: month?.id,
    invoiceNumber: number,
    credit: { percent: 10, base: { amount: "27955.60" }, amount: { amount: "-2795.56" } },
  });
  expect((await run(listCreditNotes, tenant.as("finance"), {})).data).toMatchObject([
    { total: { amount: "2814.36" }, correctsNumber: expect.stringMatching(/^NL-2026-/) },
  ]);
  expect((await network((tx) => tx.sql<{ n: number }>(`select count(*)::int as n from "SlaReport" where "clusterId" = $1`, [clusterId])))[0]?.n).toBe(2);
});

describe("unobserved time", () => {
  it("is not charged, whether the state is unknown or nothing was ever heard", async () => {
    const tenant = await testTenant();
    const { clusterId } = await testContract(tenant, october);
    await network(async (tx) => {
      const nodes = await tx.sql<{ nodeId: string }>(`select "nodeId" from "Assignment" where "clusterId" = $1 order by berth`, [clusterId]);
      await tx.exec(`delete from "NodeState" where "nodeId" = any($1)`, [nodes.map((node) => node.nodeId)]);
      // The first was watched from the second day on, with an hour of blind collectors; the second was never heard.
      await tx.exec(
        `insert into "NodeState" ("nodeId", "startAt", "endAt", state, reason) values ($1, '2026-10-02', '2026-10-10', 'up', 'healthy'),
          ($1, '2026-10-10', '2026-10-10T01:00:00Z', 'unknown', 'collectors_blind'), ($1, '2026-10-10T01:00:00Z', null, 'up', 'healthy')`,
        [nodes[0]?.nodeId],
      );
    });
    const invoice = await get(tenant, await closed(tenant));
    expect(invoice.lines[0]?.meteredSeconds).toBe((30 * 24 - 1) * 3_600);
    expect(new Set(invoice.lines[0]?.metered.filter(({ charged }) => !charged).map(({ reason }) => reason))).toEqual(new Set(["unwatched"]));
  });
});

describe("seller and tax", () => {
  it("stay the draft's own when the customer moves during the day of grace", async () => {
    const tenant = await testTenant({ country: "NL" });
    await testContract(tenant, october);
    const id = await closed(tenant);
    await network((tx) =>
      tx.exec(
        `insert into "LegalEntity" (id, name, address, country, "taxId", "bankName", iban, bic) values ('US', 'Berth Network Inc.', 'Wilmington', 'US',
          '00-0000000', 'Testbank', '0', 'TESTUS33') on conflict do nothing`,
      ),
    );
    await run(setProfile, job(tenant), {
      legalName: "Moved Inc.",
      addressLines: ["1 Main Street"],
      country: "US",
      apEmail: "ap@test.example",
      currency: "USD",
    });
    at("2026-11-02T01:00:00Z");
    const { number } = await finalise(tenant, id);
    expect(number).toMatch(/^NL-2026-\d{6}$/);
    const invoice = await get(tenant, id);
    expect(invoice).toMatchObject({ seller: { country: "NL" }, taxCategory: "S", taxRatePercent: "21" });
    expect(invoice.buyer.name).not.toBe("Moved Inc.");
    const jurisdictions = await network((tx) =>
      tx.sql<{ jurisdiction: string }>(`select jurisdiction from "LedgerAccount" where "organisationId" = $1 and kind = 'tax_payable'`, [
        tenant.organisationId,
      ]),
    );
    expect(jurisdictions).toEqual([{ jurisdiction: "NL" }]);
  });

  it("return prepaid money with the tax it was charged with", async () => {
    const tenant = await testTenant({ country: "DE" });
    const { reservationId } = await testContract(tenant, {
      ...october,
      start: "2026-10-01T00:00:00Z",
      end: "2026-10-08T00:00:00Z",
      paymentSchedule: "upfront",
    });
    const { invoiceId } = await run(createAdvance, job(tenant), { reservationId });
    const advance = await get(tenant, invoiceId ?? "");
    expect(advance).toMatchObject({ taxCategory: "S", tax: { amount: "1326.53" } });
    await run(setProfile, job(tenant), {
      legalName: "Test GmbH",
      addressLines: ["Hauptstraße 1"],
      country: "DE",
      taxId: "DE136695976",
      apEmail: "ap@test.example",
      currency: "USD",
    });
    const month = await get(tenant, await closed(tenant));
    expect(month).toMatchObject({ subtotal: { amount: "0.00" }, tax: { amount: "-1326.53" }, total: { amount: "-1326.53" } });
    expect(month.taxes.map(({ category, taxable, tax }) => [category, taxable.amount, tax.amount])).toEqual([
      ["AE", "6316.80", "0.00"],
      ["S", "-6316.80", "-1326.53"],
    ]);
    expect(month.lines.find(({ kind }) => kind === "prepayment_applied")).toMatchObject({ reference: advance.number, taxRatePercent: "21" });
  });
});

it("sets an overpayment against other open invoices, oldest due date first, and shows what is left", async () => {
  const tenant = await testTenant();
  const ids: string[] = [];
  for (const [index, day] of ["2026-11-03", "2026-11-04", "2026-11-05"].entries()) {
    at(`${day}T10:00:00Z`);
    const { reservationId } = await testContract(tenant, {
      start: "2026-11-10T00:00:00Z",
      end: "2026-11-17T00:00:00Z",
      name: `run-${index}`,
      nodes: 1,
      paymentSchedule: "upfront",
    });
    ids.push((await run(createAdvance, job(tenant), { reservationId })).invoiceId ?? "");
  }
  const pay = (invoiceId: string, amount: string, externalReference: string) =>
    run(
      recordPayment,
      { ...job(tenant), idempotencyKey: externalReference.replace(" ", "-") },
      { invoiceId, amount: { amount, currency: "USD" }, method: "bank_transfer", externalReference },
    );
  // Each is 3,158.40. The last is overpaid by 4,000: the first is paid, the second partly.
  expect(await pay(ids[2] ?? "", "7158.40", "bank 1")).toMatchObject({
    applied: { amount: "3158.40" },
    allocated: { amount: "4000.00" },
    unapplied: { amount: "0.00" },
  });
  const states = async () =>
    Promise.all(
      ids.map(async (id) => {
        const { state, amountDue } = await get(tenant, id);
        return [state, amountDue.amount];
      }),
    );
  expect(await states()).toEqual([
    ["paid", "0.00"],
    ["partly_paid", "2316.80"],
    ["paid", "0.00"],
  ]);
  expect(await pay(ids[1] ?? "", "2500.00", "bank 2")).toMatchObject({ applied: { amount: "2316.80" }, unapplied: { amount: "183.20" } });
  const page = await run(listPayments, tenant.as("finance"), {});
  expect(page.onAccount).toEqual([{ amount: "183.20", currency: "USD" }]);
  expect(page.data.reduce((sum, each) => sum + minor(each.unapplied), 0n)).toBe(18_320n);
  at("2026-11-06T10:00:00Z");
  const { reservationId } = await testContract(tenant, {
    start: "2026-11-10T00:00:00Z",
    end: "2026-11-17T00:00:00Z",
    name: "run-3",
    nodes: 1,
    paymentSchedule: "upfront",
  });
  const { invoiceId } = await run(createAdvance, job(tenant), { reservationId });
  expect(await get(tenant, invoiceId ?? "")).toMatchObject({ amountDue: { amount: "2975.20" }, state: "partly_paid" });
  expect((await run(listPayments, tenant.as("finance"), {})).onAccount).toEqual([]);
});
