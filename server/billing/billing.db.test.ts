import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import type { recordPaymentInput } from "@/lib/contracts/billing";
import { parseCreditorReference } from "@/lib/creditor-reference";
import { toDecimal } from "@/lib/money";
import { createReservation } from "@/server/capacity/reservations/create-reservation";
import { testQuote } from "@/server/capacity/testing/reserve";
import { systemCaller } from "@/server/kernel/operation/actor";
import { setInstant } from "@/server/kernel/process/clock";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { registerHandlers } from "@/server/kernel/events/events";
import { run } from "@/server/kernel/operation/operation";
import { drainOutbox } from "@/server/kernel/events/outbox";
import { everything, testTenant, type TestTenant } from "@/server/kernel/testing";
import { useOwnDatabase } from "@/server/kernel/testing/own-database";
import { checkBooks } from "./ledger/check-books";
import { closeMonth } from "./months/close-month";
import { createAdvance } from "./months/create-advance";
import { handlers } from "./events";
import { exportInvoices } from "./invoices/export-invoices";
import { finaliseDueInvoices } from "./invoices/finalise-due-invoices";
import { finaliseInvoice } from "./invoices/finalise-invoice";
import { getInvoice } from "./invoices/get-invoice";
import { getInvoiceCsv } from "./documents/get-invoice-csv";
import { getInvoicePdf } from "./documents/get-invoice-pdf";
import { getSpend } from "./reports/get-spend";
import { getStatement } from "./reports/get-statement";
import { getUsage } from "./reports/get-usage";
import { balanceOf } from "./ledger/ledger";
import { ticks } from "./jobs";
import { listCreditNotes } from "./invoices/list-credit-notes";
import { listInvoiceLines } from "./invoices/list-invoice-lines";
import { listInvoices } from "./invoices/list-invoices";
import { listPayments } from "./payments/list-payments";
import { recordPayment } from "./payments/record-payment";
import { remindDueInvoices } from "./invoices/remind-due-invoices";
import { remindInvoice } from "./invoices/remind-invoice";
import { testContract } from "./testing/contract";
import { prisma } from "@/server/kernel/testing/prisma";

// The series and ledger checks cover every tenant, and ticks do every tenant's work.
beforeAll(() => useOwnDatabase(process.env.MIGRATION_DATABASE_URL));
registerHandlers(handlers);
afterAll(closeDatabase);

const at = (text: string): void => setInstant(new Date(text));
beforeEach(() => at("2026-11-01T01:00:00Z"));
afterEach(() => setInstant(null));

const job = (tenant: TestTenant) => systemCaller("a test", tenant.organisationId, "test");
const close = (tenant: TestTenant, month = "2026-10") => run(closeMonth, job(tenant), { month });
const finalise = (tenant: TestTenant, invoiceId: string) => run(finaliseInvoice, job(tenant), { invoiceId });
const get = (tenant: TestTenant, id: string) => run(getInvoice, tenant.as("finance"), { id });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof OperationError ? error.code : error),
  );
const network = <T>(work: Parameters<typeof transaction<T>>[1]) => transaction(everything, work);
const booked = (tenant: TestTenant, kind: Parameters<typeof balanceOf>[1]["kind"], currency = "USD") =>
  network((tx) => balanceOf(tx, { organisationId: tenant.organisationId, kind, currency }));

const october = { start: "2026-10-01T00:00:00Z", end: "2027-01-01T00:00:00Z" };
const dark = { start: "2026-10-14T03:12:00Z", end: "2026-10-14T03:58:00Z" };
// The invoice mock: 16 nodes for 92 days, a site dark for 46 minutes in October.
const drawn = { ...october, nodes: 16, dark, report: { month: "2026-10", creditPercent: 10 } };

async function closedMonth(tenant: TestTenant): Promise<string> {
  const { invoiceIds } = await close(tenant);
  expect(invoiceIds).toHaveLength(1);
  return invoiceIds[0] ?? "";
}

async function textOf(bytes: Uint8Array): Promise<string> {
  const pdf = await getDocument({ data: Uint8Array.from(bytes), verbosity: 0 }).promise;
  const pages = await Promise.all(Array.from({ length: pdf.numPages }, async (_, index) => (await (await pdf.getPage(index + 1)).getTextContent()).items));
  return pages
    .flat()
    .map((item) => ("str" in item ? item.str : ""))
    .join(" ")
    .replace(/\s+/g, " ");
}

describe("closing a month", () => {
  it("creates the invoice of the mock: usage less dark seconds, credit, deposit", async () => {
    const tenant = await testTenant();
    const { reservationId, slaReportId } = await testContract(tenant, drawn);
    await run(createAdvance, job(tenant), { reservationId });
    const invoice = await get(tenant, await closedMonth(tenant));
    expect(invoice).toMatchObject({
      state: "draft",
      number: null,
      title: "October 2026",
      kind: "month",
      purchaseOrders: ["PO-2026-0418"],
      finaliseAt: "2026-11-02T01:00:00Z",
    });
    expect(invoice.lines.map(({ kind, amount }) => [kind, amount.amount])).toEqual([
      ["usage", "223564.59"],
      ["credit", "-22356.46"],
      ["deposit_applied", "-55948.80"],
    ]);
    expect(invoice.total).toEqual({ amount: "145259.33", currency: "USD" });
    const [usage, credit] = invoice.lines;
    expect(usage).toMatchObject({
      reservationId,
      meteredSeconds: 16 * (744 * 3600 - 2760),
      ratePerGpuHour: "2.35",
      gpuHours: "95133.87",
      costCentre: "CC-100",
      projectName: "Training",
      nodes: 16,
    });
    expect(usage?.metered.map(({ charged, reason, secondsEach, amount }) => [charged, reason, secondsEach, amount.amount])).toEqual([
      [true, "served", 1_134_720, "94812.16"],
      [false, "site_dark", 2_760, "0.00"],
      [true, "served", 1_540_920, "128752.43"],
    ]);
    expect(credit?.credit).toMatchObject({ slaReportId, percent: 10, targetPercent: "99.99", base: { amount: "223564.59" } });
    expect(invoice.projects).toEqual([
      {
        projectId: tenant.projectId,
        name: "Training",
        costCentre: "CC-100",
        subtotal: { amount: "145259.33", currency: "USD" },
        parts: [
          { label: "Usage", amount: { amount: "223564.59", currency: "USD" } },
          { label: "SLA credits", amount: { amount: "-22356.46", currency: "USD" } },
          { label: "Deposits applied", amount: { amount: "-55948.80", currency: "USD" } },
        ],
      },
    ]);
  });

  it("changes nothing when repeated, nor from two connections at once", async () => {
    const tenant = await testTenant();
    await testContract(tenant, drawn);
    const closes = await Promise.all([close(tenant), close(tenant), close(tenant)]);
    expect(closes.filter(({ closed }) => closed)).toHaveLength(1);
    expect((await close(tenant)).closed).toBe(false);
    expect((await close(tenant)).invoiceIds).toHaveLength(1);
    const { data } = await run(listInvoices, tenant.as("finance"), {});
    expect(data).toHaveLength(1);
    const credits = await prisma().invoiceLine.count({ where: { organisationId: tenant.organisationId, kind: "credit" } });
    const records = await prisma().usageRecord.count({ where: { organisationId: tenant.organisationId } });
    expect([credits, records]).toEqual([1, 3]);
  });

  it("refuses a month that is still running, and creates no invoice without contracts", async () => {
    const tenant = await testTenant();
    expect(await codeOf(close(tenant, "2026-11"))).toBe("invalid_state");
    expect(await close(tenant)).toMatchObject({ closed: true, invoiceIds: [] });
  });

  it("nets a fully prepaid month to zero and adds up to the quoted price, at any rate", async () => {
    const tenant = await testTenant();
    // 17.3242 an hour: every month is rounded, and the quote is rounded once.
    const { reservationId } = await testContract(tenant, {
      start: "2026-09-17T05:00:00Z",
      end: "2026-12-04T11:00:00Z",
      nodes: 1,
      rateMicros: 2_165_525n,
      paymentSchedule: "monthly_advance",
      report: { month: "2026-10", creditPercent: 0 },
    });
    at("2026-09-10T12:00:00Z");
    const { invoiceId, number } = await run(createAdvance, job(tenant), { reservationId });
    expect((await get(tenant, invoiceId ?? "")).lines[0]?.amount.amount).toBe("5734.31");
    let before = number;
    const totals: string[] = [];
    for (const [month, now] of [
      ["2026-09", "2026-10-01T01:00:00Z"],
      ["2026-10", "2026-11-01T01:00:00Z"],
      ["2026-11", "2026-12-01T01:00:00Z"],
      ["2026-12", "2027-01-01T01:00:00Z"],
    ] as const) {
      at(now);
      const { invoiceIds } = await close(tenant, month);
      const invoice = await get(tenant, invoiceIds[0] ?? "");
      const own = invoice.lines.filter(({ kind }) => kind !== "advance").reduce((sum, line) => sum + Math.round(Number(line.amount.amount) * 100), 0);
      expect([month, own]).toEqual([month, 0]);
      totals.push(invoice.total.amount);
      const applied = await prisma().invoiceLine.findFirst({ where: { invoiceId: invoice.id, kind: "advance_applied" } });
      expect(applied?.detail).toMatchObject({ reference: before });
      before = (await finalise(tenant, invoiceIds[0] ?? "")).number;
    }
    // 1,878 hours × 8 GPUs × 2.165525, rounded once: all advances together.
    expect(totals.map(Number).reduce((sum, total) => sum + Math.round(total * 100), 573_431)).toBe(3_253_485);
    expect(await booked(tenant, "deferred_revenue")).toBe(0n);
    expect(await booked(tenant, "revenue_compute")).toBe(-3_253_485n);
  });

  it("charges nothing before hand-over or while a node is down", async () => {
    const tenant = await testTenant();
    await testContract(tenant, {
      ...october,
      handedOverAt: "2026-10-02T06:00:00Z",
      down: [{ node: 1, start: "2026-10-20T10:00:00Z", end: "2026-10-20T10:05:00Z" }],
    });
    const invoice = await get(tenant, await closedMonth(tenant));
    expect(invoice.lines[0]?.metered.map(({ start, nodes, reason }) => [start.slice(5, 16), nodes, reason])).toEqual([
      ["10-01T00:00", 2, "before_hand_over"],
      ["10-02T06:00", 2, "served"],
      ["10-20T10:00", 1, "served"],
      ["10-20T10:00", 1, "node_down"],
      ["10-20T10:05", 2, "served"],
    ]);
    expect(invoice.lines[0]?.meteredSeconds).toBe(2 * (744 - 30) * 3600 - 300);
  });

  it("keeps whole amounts in currencies without decimals", async () => {
    const tenant = await testTenant({ country: "KR", currency: "KRW" });
    await testContract(tenant, { ...october, currency: "KRW", rateMicros: 3_217_500_000n });
    const id = await closedMonth(tenant);
    at("2026-11-02T01:00:00Z");
    await finalise(tenant, id);
    await drainOutbox();
    const invoice = await get(tenant, id);
    expect(invoice.lines[0]?.amount).toEqual({ amount: "38301120", currency: "KRW" });
    expect(await textOf((await run(getInvoicePdf, tenant.as("finance"), { id })).bytes)).toContain("28,725,840");
    expect(await booked(tenant, "receivable", "KRW")).toBe(28_725_840n);
  });
});

describe("finalising", () => {
  it("numbers, fixes and books the invoice once, renders its documents once, and the PDF agrees with the ledger", async () => {
    const tenant = await testTenant();
    await testContract(tenant, drawn);
    const id = await closedMonth(tenant);
    at("2026-11-02T01:00:00Z");
    const first = await finalise(tenant, id);
    expect(first).toMatchObject({ changed: true, number: expect.stringMatching(/^NL-2026-\d{6}$/) });
    expect(await finalise(tenant, id)).toEqual({ ...first, changed: false });
    await drainOutbox();
    const invoice = await get(tenant, id);
    expect(invoice).toMatchObject({
      state: "sent",
      issuedAt: "2026-11-02T01:00:00Z",
      dueAt: "2026-12-02T00:00:00Z",
      nextReminderAt: "2026-11-25T08:00:00Z",
      taxCategory: "O",
    });
    expect(parseCreditorReference(invoice.paymentReference ?? "")).toBe(invoice.paymentReference);
    const receivable = await booked(tenant, "receivable");
    expect(toDecimal({ minor: receivable, currency: "USD" })).toBe(invoice.total.amount);
    const pdf = await run(getInvoicePdf, tenant.as("finance"), { id });
    const text = await textOf(pdf.bytes);
    for (const words of [first.number, "145,259.33", "pretrain-7", "95,133.87", "(22,356.46)", "not charged"]) expect(text).toContain(words);
    expect(invoice.documents.map(({ kind, sizeBytes }) => [kind, sizeBytes > 0])).toEqual([
      ["pdf", true],
      ["csv", true],
    ]);
    expect(new TextDecoder().decode((await run(getInvoiceCsv, tenant.as("finance"), { id })).bytes).split("\r\n")).toHaveLength(5);
  });

  it("happens by itself when the day of grace is over, and so do the later due dates", async () => {
    const tenant = await testTenant();
    await testContract(tenant, drawn);
    const id = await closedMonth(tenant);
    const clock = systemCaller("a test", null, "test");
    await run(finaliseDueInvoices, clock, {});
    expect((await get(tenant, id)).number).toBeNull();
    const dues = await network((tx) => Promise.all(ticks.map(async (tick) => tick.nextDueAt?.(tx))));
    expect(dues[0]?.getTime()).toBeLessThanOrEqual(Date.parse("2026-11-02T01:00:00Z"));
    at("2026-11-02T01:00:00Z");
    expect((await run(finaliseDueInvoices, clock, {})).failed).toBe(0);
    expect((await get(tenant, id)).number).not.toBeNull();
    at("2026-12-03T00:00:00Z");
    expect((await run(remindDueInvoices, clock, {})).failed).toBe(0);
    expect((await get(tenant, id)).state).toBe("overdue");
    const closed = await prisma().monthClose.findFirst({ where: { organisationId: tenant.organisationId } });
    expect(closed?.finalisedAt).toEqual(new Date("2026-11-02T01:00:00Z"));
  });

  it("refuses every change of a final invoice, its lines and its documents, even through SQL", async () => {
    const tenant = await testTenant();
    await testContract(tenant, drawn);
    const id = await closedMonth(tenant);
    await finalise(tenant, id);
    await drainOutbox();
    for (const change of [
      `update "Invoice" set "totalMinor" = 1 where id = $1`,
      `update "Invoice" set number = 'NL-2026-999999' where id = $1`,
      `update "Invoice" set title = 'x' where id = $1`,
      `delete from "Invoice" where id = $1`,
      `update "InvoiceLine" set "amountMinor" = 1 where "invoiceId" = $1`,
      `delete from "InvoiceLine" where "invoiceId" = $1`,
      `update "Document" set bytes = '' where "invoiceId" = $1`,
      `delete from "Document" where "invoiceId" = $1`,
    ]) {
      await expect(
        network((tx) => tx.exec(change, [id])),
        change,
      ).rejects.toThrow();
    }
    for (const table of ["LedgerEntry", "LedgerTransfer"])
      await expect(network((tx) => tx.exec(`delete from "${table}" where "organisationId" = $1`, [tenant.organisationId]))).rejects.toThrow();
  });

  it("leaves no gap in the series under 20 concurrent calls and a rollback", async () => {
    const tenants = await Promise.all(Array.from({ length: 20 }, () => testTenant()));
    const drafts = await Promise.all(
      tenants.map(async (tenant) => {
        await testContract(tenant, { ...october, nodes: 1 });
        return { tenant, id: await closedMonth(tenant) };
      }),
    );
    const failing = transaction(everything, async (tx) => {
      await tx.sql(
        `update "DocumentSeries" set "nextNumber" = "nextNumber" + 1 where "legalEntityId" = 'NL' and kind = 'invoice' and year = 2026 returning "nextNumber"`,
      );
      throw new Error("rolled back");
    });
    const numbers = await Promise.all([...drafts.map(({ tenant, id }) => finalise(tenant, id)), failing.catch(() => null)]);
    expect(new Set(numbers.flatMap((each) => each?.number ?? [])).size).toBe(20);
    const checks = await network(checkBooks);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it("notices money that neither an invoice nor the account has", async () => {
    const tenant = await testTenant();
    await testContract(tenant, drawn);
    const id = await closedMonth(tenant);
    await finalise(tenant, id);
    const { total } = await get(tenant, id);
    const paid = await run(recordPayment, job(tenant), { invoiceId: id, amount: total, method: "bank_transfer", externalReference: `check-${id}` });
    const undone = new Error("undone");
    const tampered = network(async (tx) => {
      expect(await tx.exec(`update "Payment" set "appliedMinor" = "appliedMinor" - 1 where id = $1`, [paid.id])).toBe(1);
      const wrong = (await checkBooks(tx)).filter(({ ok }) => !ok);
      expect(wrong.map(({ name }) => name)).toEqual([
        "what invoices call paid is what payments were matched",
        "money on account is what payments and credit notes have left",
      ]);
      throw undone;
    });
    await expect(tampered).rejects.toBe(undone);
  });

  it("issues a credit note when credits exceed charges, and sets it against open invoices", async () => {
    const tenant = await testTenant();
    const { reservationId } = await testContract(tenant, {
      start: "2026-10-05T00:00:00Z",
      end: "2026-10-12T00:00:00Z",
      paymentSchedule: "upfront",
      report: { month: "2026-10", creditPercent: 10 },
    });
    await run(createAdvance, job(tenant), { reservationId });
    const id = await closedMonth(tenant);
    const { number } = await finalise(tenant, id);
    expect(number).toMatch(/^NL-CN-2026-\d{6}$/);
    expect(await get(tenant, id)).toMatchObject({
      kind: "credit_note",
      state: "paid",
      title: "Credit note, October 2026",
      total: { amount: "-631.68" },
      amountDue: { amount: "0.00" },
    });
    expect((await run(listCreditNotes, tenant.as("finance"), {})).data).toMatchObject([
      { number, total: { amount: "631.68" }, applied: { amount: "631.68" }, unapplied: { amount: "0.00" } },
    ]);
    // Set against the open advance at once: no money stays on the account while something is owed.
    expect(await booked(tenant, "unapplied_cash")).toBe(0n);
    const [applied] = (await run(listPayments, tenant.as("finance"), {})).data;
    expect(applied).toMatchObject({
      method: "account_credit",
      externalReference: expect.stringMatching(/^NL-CN-2026-\d{6} set against NL-2026-\d{6}$/),
      applied: { amount: "631.68" },
      unapplied: { amount: "0.00" },
    });
  });
});

describe("advances", () => {
  it.each([
    ["upfront", "6316.80", "prepayment", "Prepayment, pretrain-7", "The whole price of the term"],
    ["monthly_advance", "6316.80", "advance", "Advance, pretrain-7", "For November 2026, before the month begins"],
    ["deposit_25", "1579.20", "deposit", "Deposit, pretrain-7", "25 % of the quoted price of 6316.80"],
  ] as const)("of %s", async (paymentSchedule, total, kind, title, note) => {
    const tenant = await testTenant();
    const { reservationId } = await testContract(tenant, { start: "2026-11-05T00:00:00Z", end: "2026-11-12T00:00:00Z", paymentSchedule });
    const made = await Promise.all([1, 2].map(() => run(createAdvance, job(tenant), { reservationId })));
    expect(made[0]).toEqual(made[1]);
    expect(await get(tenant, made[0]?.invoiceId ?? "")).toMatchObject({
      kind,
      title,
      lines: [{ kind, description: title, note }],
      total: { amount: total },
      number: expect.stringMatching(/^NL-2026-/),
    });
    expect(await booked(tenant, "deferred_revenue")).toBe(-BigInt(total.replace(".", "")));
  });
});

it("invoices a reservation automatically when it is confirmed, as its quote said", async () => {
  const tenant = await testTenant();
  const quote = await testQuote(tenant, { nodes: 2, hours: 240, startsInHours: 48 });
  const { id } = await run(createReservation, tenant.as("engineer"), {
    quoteId: quote.id,
    name: "training-1",
    project: tenant.projectSlug,
    purchaseOrder: "PO-1",
  });
  await drainOutbox(tenant.organisationId);
  const { data } = await run(listInvoices, tenant.as("finance"), {});
  expect(data).toMatchObject([{ kind: "prepayment", state: "sent", total: quote.dueNow, purchaseOrders: ["PO-1"] }]);
  const invoice = await get(tenant, data[0]?.id ?? "");
  expect(invoice.lines).toMatchObject([{ reservationId: id, quoteId: quote.id, quote: { id: quote.id, purchaseOrder: "PO-1", slaPlan: quote.slaPlan } }]);
  expect(invoice.documents).toHaveLength(2);
});

describe("payments", () => {
  const pay = (tenant: TestTenant, input: z.input<typeof recordPaymentInput>) =>
    run(recordPayment, { ...systemCaller("bank statement", tenant.organisationId, "test"), idempotencyKey: tenant.as("finance").idempotencyKey }, input);

  it("book a reference once, part by part, and keep overpayments on the account", async () => {
    const tenant = await testTenant();
    const { reservationId } = await testContract(tenant, { start: "2026-11-05T00:00:00Z", end: "2026-11-12T00:00:00Z", paymentSchedule: "upfront" });
    const { invoiceId } = await run(createAdvance, job(tenant), { reservationId });
    const id = invoiceId ?? "";
    const part = { invoiceId: id, amount: { amount: "6000.00", currency: "USD" }, method: "bank_transfer" as const, externalReference: "statement 222" };
    const [first, again] = await Promise.all([pay(tenant, part), pay(tenant, part)]);
    expect(again.id).toBe(first.id);
    expect(await get(tenant, id)).toMatchObject({ state: "partly_paid", amountDue: { amount: "316.80" }, payments: [{ externalReference: "statement 222" }] });
    expect(await codeOf(pay(tenant, { ...part, amount: { amount: "1.00", currency: "USD" } }))).toBe("conflict");
    for (const amount of [
      { amount: "1.00", currency: "EUR" },
      { amount: "1.001", currency: "USD" },
      { amount: "-5.00", currency: "USD" },
      { amount: "0.00", currency: "USD" },
    ]) {
      expect(await codeOf(pay(tenant, { ...part, amount, externalReference: "x" }))).toBe("validation_failed");
    }
    at("2026-11-03T08:00:00Z");
    await pay(tenant, { ...part, amount: { amount: "400.00", currency: "USD" }, externalReference: "statement 223" });
    expect(await get(tenant, id)).toMatchObject({ state: "paid", amountDue: { amount: "0.00" }, nextReminderAt: null });
    expect(await Promise.all([booked(tenant, "cash"), booked(tenant, "receivable"), booked(tenant, "unapplied_cash")])).toEqual([640_000n, 0n, -8_320n]);
    expect((await run(listPayments, tenant.as("finance"), { limit: 1 })).nextCursor).not.toBeNull();
    const statement = await run(getStatement, tenant.as("finance"), { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z" });
    expect(statement).toMatchObject({ opening: { amount: "0.00" }, closing: { amount: "-83.20" } });
    expect(statement.data.map(({ amount, balance }) => [amount.amount, balance.amount])).toEqual([
      ["6316.80", "6316.80"],
      ["-6000.00", "316.80"],
      ["-400.00", "-83.20"],
    ]);
    const stranger = await testTenant();
    expect(await codeOf(pay(stranger, part))).toBe("not_found");
    expect(await codeOf(run(recordPayment, tenant.as("engineer"), part))).toBe("forbidden");
  });

  it("cannot be recorded for a draft", async () => {
    const tenant = await testTenant();
    await testContract(tenant, drawn);
    const invoiceId = await closedMonth(tenant);
    expect(await codeOf(pay(tenant, { invoiceId, amount: { amount: "1.00", currency: "USD" }, method: "card", externalReference: "ch_1" }))).toBe(
      "invalid_state",
    );
  });

  it("that do not arrive cause reminders, and are overdue after the due day", async () => {
    const tenant = await testTenant();
    const { reservationId } = await testContract(tenant, { start: "2026-11-05T00:00:00Z", end: "2026-11-12T00:00:00Z", paymentSchedule: "upfront" });
    const { invoiceId } = await run(createAdvance, job(tenant), { reservationId });
    const remind = (now: string) => {
      at(now);
      return run(remindInvoice, job(tenant), { invoiceId: invoiceId ?? "" });
    };
    expect(await remind("2026-11-10T00:00:00Z")).toMatchObject({ reminded: null });
    expect(await remind("2026-11-24T08:00:00Z")).toMatchObject({ reminded: "before_due", state: "finalised" });
    expect(await remind("2026-11-24T09:00:00Z")).toMatchObject({ reminded: null });
    expect(await remind("2026-12-02T00:00:00Z")).toMatchObject({ reminded: null, state: "overdue" });
    expect(await remind("2026-12-02T08:00:00Z")).toMatchObject({ reminded: "after_due", state: "overdue" });
  });
});

describe("reads", () => {
  it("page, filter, sort and export the list, and hide it from others", async () => {
    const tenant = await testTenant();
    const other = await testTenant();
    for (const [index, day] of ["2026-11-03", "2026-11-04", "2026-11-05"].entries()) {
      at(`${day}T10:00:00Z`);
      const { reservationId } = await testContract(tenant, {
        start: "2026-11-10T00:00:00Z",
        end: "2026-11-17T00:00:00Z",
        name: `run-${index}`,
        nodes: 3 - index,
        purchaseOrder: `PO-${index}`,
        paymentSchedule: "upfront",
      });
      await run(createAdvance, job(tenant), { reservationId });
    }
    const list = (input: Parameters<typeof run<typeof listInvoices>>[2]) => run(listInvoices, tenant.as("finance"), input);
    const page = await list({ limit: 2 });
    const rest = await list({ limit: 2, cursor: page.nextCursor ?? "" });
    expect([...page.data, ...rest.data].map(({ title }) => title)).toEqual(["Prepayment, run-2", "Prepayment, run-1", "Prepayment, run-0"]);
    expect(rest.nextCursor).toBeNull();
    const titles = async (input: Parameters<typeof list>[0]) => (await list(input)).data.map(({ title }) => title.slice(-5));
    expect(await titles({ sort: "total", limit: 2 })).toEqual(["run-0", "run-1"]);
    expect(await titles({ purchaseOrder: "PO-1" })).toEqual(["run-1"]);
    expect(await titles({ search: "run-2" })).toEqual(["run-2"]);
    expect(await titles({ search: "%" })).toEqual([]);
    expect(await titles({ from: "2026-11-04T00:00:00Z", to: "2026-11-05T00:00:00Z" })).toEqual(["run-1"]);
    expect(await titles({ project: tenant.projectSlug, status: "finalised" })).toHaveLength(3);
    expect(await titles({ project: "another" })).toEqual([]);
    for (const cursor of ["nonsense", page.nextCursor ?? ""]) expect(await codeOf(list({ cursor, sort: "total" }))).toBe("validation_failed");
    const file = await run(exportInvoices, tenant.as("finance"), { search: "run-2" });
    expect(new TextDecoder().decode(file.bytes).trim().split("\r\n")).toHaveLength(2);
    expect((await run(listInvoices, other.as("finance"), {})).data).toEqual([]);
    const id = page.data[0]?.id ?? "";
    for (const verb of [getInvoice, getInvoicePdf, listInvoiceLines]) expect(await codeOf(run(verb, other.as("finance"), { id }))).toBe("not_found");
    expect(await codeOf(run(getInvoice, tenant.as("engineer"), { id }))).toBe("forbidden");
  });

  it("show usage that adds up to the invoice under any grouping, and spend with its forecast", async () => {
    const tenant = await testTenant();
    await testContract(tenant, { ...drawn, rateMicros: 2_165_525n });
    const invoice = await get(tenant, await closedMonth(tenant));
    const usageOf = (groupBy: "project" | "cluster" | "nodeType" | "region" | "day", to = "2026-11-01T00:00:00Z") =>
      run(getUsage, tenant.as("engineer"), { from: "2026-10-01T00:00:00Z", to, groupBy });
    for (const groupBy of ["project", "cluster", "nodeType", "region", "day"] as const)
      expect((await usageOf(groupBy)).total).toEqual(invoice.lines[0]?.amount);
    const days = await usageOf("day");
    expect(days.data).toHaveLength(31);
    expect(days.data.reduce((sum, { amount }) => sum + Math.round(Number(amount.amount) * 100), 0)).toBe(
      Math.round(Number(invoice.lines[0]?.amount.amount) * 100),
    );
    expect(days.data.reduce((sum, day) => sum + day.gpuSeconds, 0)).toBe(invoice.lines[0]?.gpuSeconds);
    at("2026-11-11T00:00:00Z");
    await prisma().project.update({ where: { id: tenant.projectId }, data: { budgetMinor: 36_000_000n } });
    const spend = await run(getSpend, tenant.as("viewer"), {});
    // 128 GPUs at 2.165525 for 240 of 720 hours. Nothing was down in November, so nothing has accrued.
    expect(spend).toMatchObject({
      month: "2026-11",
      creditsAccrued: { amount: "0.00" },
      toDate: { amount: "66524.93" },
      forecast: { amount: "199574.78" },
      budget: { amount: "360000.00" },
    });
    expect(spend.days).toHaveLength(30);
    expect([spend.days[9], spend.days[29]]).toMatchObject([{ cumulative: "66524.93" }, { cumulative: null, forecast: "199574.78" }]);
  });

  it("show the credit accrued in the current month", async () => {
    const tenant = await testTenant();
    await testContract(tenant, { ...october, start: "2026-11-01T00:00:00Z", dark: { start: "2026-11-05T10:00:00Z", end: "2026-11-05T13:00:00Z" } });
    at("2026-11-11T00:00:00Z");
    const spend = await run(getSpend, tenant.as("engineer"), {});
    // 16 GPUs at 2.35 for 237 charged hours; 98.75 % of ten days is below 99.0 %: 30 %.
    expect(spend).toMatchObject({ toDate: { amount: "8911.20" }, creditsAccrued: { amount: "2673.36" } });
  });

  it("read and render an invoice of 5,000 lines", async () => {
    const tenant = await testTenant();
    await testContract(tenant, drawn);
    const id = await closedMonth(tenant);
    await network((tx) =>
      tx.exec(
        `insert into "InvoiceLine" (id, "organisationId", "invoiceId", ordinal, kind, description, "projectId", "amountMinor", "taxCategory",
          "taxRateBasisPoints", detail)
       select 'lin_' || $1 || n, l."organisationId", l."invoiceId", 10 + n, 'adjustment', 'Correction ' || n, l."projectId", 0, 'O', 0,
         l.detail - 'metered' || '{"metered":[]}'
         from "InvoiceLine" l, generate_series(1, 4997) n where l."invoiceId" = $1 and l.ordinal = 1`,
        [id],
      ),
    );
    await finalise(tenant, id);
    await drainOutbox();
    const invoice = await get(tenant, id);
    expect([invoice.lineCount, invoice.lines.length]).toEqual([5_000, 500]);
    const page = await run(listInvoiceLines, tenant.as("finance"), { id, limit: 200 });
    expect([page.data.length, page.nextCursor]).toEqual([200, "207"]);
    const csv = new TextDecoder().decode((await run(getInvoiceCsv, tenant.as("finance"), { id })).bytes);
    expect(csv.trim().split("\r\n")).toHaveLength(5_001);
  }, 60_000);
});
