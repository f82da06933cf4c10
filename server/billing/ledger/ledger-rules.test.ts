import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumMinor } from "@/lib/money";
import { taxTreatment } from "@/lib/tax";
import { composeInvoice, type ChargeInput } from "../composition/invoice-rules";
import { ACCOUNT_KINDS, type Transfer, accountName, allocationTransfer, creditTransfer, documentTransfer, paymentTransfer } from "./ledger-rules";

const at = 1_795_000_000;
const event = { organisationId: "org_1", currency: "EUR", occurredAt: at };
const domestic = taxTreatment({ seller: "NL", buyer: { country: "NL", taxId: null }, at });

const charge = (kind: ChargeInput["kind"], amountMinor: bigint): ChargeInput => ({
  kind,
  amountMinor,
  description: "",
  projectId: null,
  reservationId: null,
  quoteId: null,
  clusterId: null,
});
const documentOf = (id: string, charges: ChargeInput[]) =>
  documentTransfer({ ...event, documentId: id, number: `NL-2026-${id}` }, composeInvoice({ currency: "EUR", tax: domestic, usages: [], charges }));
const balanceOf = (transfers: readonly Transfer[], kind: string) =>
  sumMinor(transfers.flatMap((t) => t.entries.filter((entry) => entry.account.kind === kind).map((entry) => entry.amountMinor)));

const amount = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });
const anyCharge = fc.tuple(fc.constantFrom("prepayment", "deposit", "cancellation_fee", "adjustment"), amount).map(([kind, minor]) => charge(kind, minor));
const steps = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant("document" as const), charges: fc.array(anyCharge, { maxLength: 5 }) }),
    fc.record({
      type: fc.constant("payment" as const),
      amountMinor: fc.bigInt({ min: 1n, max: 10n ** 9n }),
      permille: fc.bigInt({ min: 0n, max: 1000n }),
    }),
    fc.record({ type: fc.constant("allocation" as const), amountMinor: fc.bigInt({ min: 1n, max: 10n ** 6n }) }),
  ),
  { maxLength: 15 },
);

describe("the ledger", () => {
  it("balances in every transfer and agrees with a simple model of what is owed", () => {
    fc.assert(
      fc.property(steps, (list) => {
        let owed = 0n;
        let waiting = 0n;
        let received = 0n;
        let taxed = 0n;
        const transfers = list.map((step, index): Transfer => {
          const id = String(index);
          if (step.type === "document") {
            const invoice = composeInvoice({ currency: "EUR", tax: domestic, usages: [], charges: step.charges });
            owed += invoice.totalMinor;
            taxed += invoice.taxMinor;
            return documentTransfer({ ...event, documentId: id, number: id }, invoice);
          }
          if (step.type === "payment") {
            const matchedMinor = (step.amountMinor * step.permille) / 1000n;
            owed -= matchedMinor;
            waiting += step.amountMinor - matchedMinor;
            received += step.amountMinor;
            return paymentTransfer({ ...event, paymentId: id, externalReference: id }, { amountMinor: step.amountMinor, matchedMinor });
          }
          owed -= step.amountMinor;
          waiting -= step.amountMinor;
          return allocationTransfer({ ...event, allocationId: id, number: id }, step.amountMinor);
        });
        for (const transfer of transfers) {
          expect(sumMinor(transfer.entries.map((entry) => entry.amountMinor))).toBe(0n);
          const names = transfer.entries.map((entry) => accountName(entry.account));
          expect(names).toEqual([...new Set(names)].sort());
          expect(transfer.entries.every((entry) => entry.amountMinor !== 0n)).toBe(true);
        }
        expect(balanceOf(transfers, "receivable")).toBe(owed);
        expect(balanceOf(transfers, "unapplied_cash")).toBe(-waiting);
        expect(balanceOf(transfers, "cash")).toBe(received);
        expect(balanceOf(transfers, "tax_payable")).toBe(-taxed);
        expect(new Set(transfers.map((transfer) => transfer.sourceReference)).size).toBe(transfers.length);
      }),
    );
  });

  it("holds prepaid money as deferred revenue until the month that uses it", () => {
    const paidAhead = documentOf("1", [charge("prepayment", 8_000n)]);
    expect(paidAhead.entries.map((entry) => [accountName(entry.account), entry.amountMinor])).toEqual([
      ["deferred_revenue/EUR", -8_000n],
      ["receivable/EUR", 9_680n],
      ["tax_payable:NL/EUR", -1_680n],
    ]);
    const segment = {
      start: 0,
      end: 3_600,
      nodes: 10,
      secondsEach: 3_600,
      nodeSeconds: 36_000n,
      gpuSeconds: 288_000n,
      charged: true,
      reason: "served" as const,
    };
    const month = composeInvoice({
      currency: "EUR",
      tax: domestic,
      charges: [],
      usages: [
        {
          projectId: null,
          reservationId: "res_1",
          quoteId: "qte_1",
          clusterId: "clu_1",
          description: "",
          rateMicros: 1_000_000n,
          segments: [segment],
          credits: [{ slaReportId: "sla_1", description: "", percent: 10 }],
          prepaid: {
            kind: "prepayment",
            name: "",
            basis: "",
            shareMinor: 8_000n,
            carriedMinor: 0n,
            last: true,
            takenMinor: 0n,
            pots: [{ reference: null, amountMinor: 8_000n, tax: domestic }],
          },
        },
      ],
    });
    const used = documentTransfer({ ...event, documentId: "2", number: "NL-CN-2026-000001" }, month);
    expect(used.entries.map((entry) => [accountName(entry.account), entry.amountMinor])).toEqual([
      ["deferred_revenue/EUR", 8_000n],
      ["receivable/EUR", -968n],
      ["revenue_compute/EUR", -8_000n],
      ["sla_credit/EUR", 800n],
      ["tax_payable:NL/EUR", 168n],
    ]);
    expect(balanceOf([paidAhead, used], "deferred_revenue")).toBe(0n);
  });

  it("moves what a credit note owes from the receivable to the customer's account", () => {
    const note = { ...event, documentId: "3", number: "NL-CN-2026-000002" };
    expect(creditTransfer(note, 500n).entries.map((entry) => [accountName(entry.account), entry.amountMinor])).toEqual([
      ["receivable/EUR", 500n],
      ["unapplied_cash/EUR", -500n],
    ]);
    expect(creditTransfer(note, 500n).sourceReference).not.toBe(documentOf("3", [charge("adjustment", -500n)]).sourceReference);
    expect(() => creditTransfer(note, 0n)).toThrow(RangeError);
  });

  it("refuses contradictory figures", () => {
    const pay = (amountMinor: bigint, matchedMinor: bigint) =>
      paymentTransfer({ ...event, paymentId: "1", externalReference: "1" }, { amountMinor, matchedMinor });
    expect(() => pay(0n, 0n)).toThrow(RangeError);
    expect(() => pay(10n, 11n)).toThrow(RangeError);
    expect(() => pay(10n, -1n)).toThrow(RangeError);
    expect(() => allocationTransfer({ ...event, allocationId: "1", number: "1" }, 0n)).toThrow(RangeError);
    const lying = { tax: domestic, taxMinor: 0n, totalMinor: 5n, lines: [{ kind: "usage" as const, amountMinor: 4n }] };
    expect(() => documentTransfer({ ...event, documentId: "1", number: "1" }, lying)).toThrow(RangeError);
  });

  it("names every account once", () => {
    const names = ACCOUNT_KINDS.map((kind) => accountName({ kind, jurisdiction: "", currency: "USD" }));
    expect(new Set(names).size).toBe(ACCOUNT_KINDS.length);
    expect(accountName({ kind: "tax_payable", jurisdiction: "SG", currency: "USD" })).toBe("tax_payable:SG/USD");
  });
});
