import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chargeFor, roundHalfAwayFromZero, sumMinor } from "@/lib/money";
import { parseInstant } from "@/lib/period";
import { gpuSecondsOf } from "@/lib/quantity";
import { taxTreatment } from "@/lib/tax";
import { type ChargeInput, type PrepaidInput, type UsageInput, composeInvoice, creditBaseOf, documentKind, invoiceFault } from "./invoice-rules";
import { drawFrom, settlePrepaid } from "./prepaid-rules";
import type { Segment } from "../metering/proration";

const at = parseInstant("2026-11-02T00:00:00Z");
const outside = taxTreatment({ seller: "NL", buyer: { country: "NO", taxId: null }, at });
const domestic = taxTreatment({ seller: "NL", buyer: { country: "NL", taxId: null }, at });

const segment = (nodes: number, secondsEach: number, charged = true): Segment => ({
  start: 0,
  end: secondsEach,
  nodes,
  secondsEach,
  nodeSeconds: BigInt(nodes) * BigInt(secondsEach),
  gpuSeconds: gpuSecondsOf({ nodes, gpusPerNode: 8, seconds: secondsEach }),
  charged,
  reason: charged ? "served" : "site_dark",
});

const usage = (name: string, projectId: string, rateMicros: bigint, segments: Segment[], over: Partial<UsageInput> = {}): UsageInput => ({
  projectId,
  reservationId: `res_${name}`,
  quoteId: `qte_${name}`,
  clusterId: `clu_${name}`,
  description: name,
  rateMicros,
  segments,
  credits: [],
  prepaid: null,
  ...over,
});

const HOUR = 3_600;
const prepaid = (kind: "deposit" | "advance" | "prepayment", shareMinor: bigint, last = false): PrepaidInput => ({
  kind,
  name: "any",
  basis: "",
  shareMinor,
  carriedMinor: 0n,
  last,
  takenMinor: 0n,
  pots: [{ reference: "NL-2026-000001", amountMinor: shareMinor * 3n, tax: outside }],
});
const deposit = (shareMinor: bigint) => prepaid("deposit", shareMinor);

describe("the invoice of the mock", () => {
  const invoice = composeInvoice({
    currency: "USD",
    tax: outside,
    charges: [],
    usages: [
      usage("pretrain-7", "4100", 2_350_000n, [segment(16, 1_134_720), segment(16, 2_760, false), segment(16, 1_540_920)], {
        credits: [{ slaReportId: "sla_1", description: "availability", percent: 10 }],
        prepaid: deposit(5_594_880n),
      }),
      usage("posttrain-2", "4100", 2_950_000n, [segment(8, 471 * HOUR)], { prepaid: deposit(2_223_120n) }),
      usage("infer-eu", "4200", 980_000n, [segment(12, 744 * HOUR)]),
      usage("infer-sg", "4200", 1_050_000n, [segment(6, 744 * HOUR)]),
      usage("render-mtl", "4300", 1_200_000n, [segment(4, 616 * HOUR)]),
      usage("eval-runner", "4400", 2_190_000n, [segment(2, 26_000)]),
    ],
  });

  it("has its lines, subtotals and total to the cent", () => {
    expect(invoice.lines.map((line) => [line.kind, line.amountMinor])).toEqual([
      ["usage", 22_356_459n],
      ["credit", -2_235_646n],
      ["usage", 8_892_480n],
      ["deposit_applied", -5_594_880n],
      ["deposit_applied", -2_223_120n],
      ["usage", 6_999_552n],
      ["usage", 3_749_760n],
      ["usage", 2_365_440n],
      ["usage", 25_307n],
    ]);
    expect(invoice.projects.map((project) => project.subtotalMinor)).toEqual([21_195_293n, 10_749_312n, 2_365_440n, 25_307n]);
    expect(invoice).toMatchObject({
      chargesMinor: 44_388_998n,
      creditsMinor: -2_235_646n,
      settlementsMinor: -7_818_000n,
      taxMinor: 0n,
      totalMinor: 34_335_352n,
    });
    expect(invoiceFault(invoice)).toBeNull();
  });

  it("expands its first line into three segments that sum to it", () => {
    expect(invoice.lines[0]?.segments.map((part) => part.amountMinor)).toEqual([9_481_216n, 0n, 12_875_243n]);
    expect(invoice.lines[0]).toMatchObject({ gpuSeconds: 342_481_920n, meteredSeconds: 42_810_240n, rateMicros: 2_350_000n });
  });
});

const anyUsage = fc
  .record({
    project: fc.constantFrom("4100", "4200", "4300"),
    rate: fc.bigInt({ min: 0n, max: 20_000_000n }),
    parts: fc.array(fc.tuple(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 744 * HOUR }), fc.boolean()), { maxLength: 6 }),
    percents: fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 3 }),
    share: fc.bigInt({ min: 0n, max: 10n ** 9n }),
    carried: fc.bigInt({ min: 0n, max: 10n ** 6n }),
    last: fc.boolean(),
    prepaid: fc.boolean(),
    kind: fc.constantFrom("deposit", "advance", "prepayment"),
  })
  .map((r) =>
    usage(
      "any",
      r.project,
      r.rate,
      r.parts.map(([nodes, seconds, charged]) => segment(nodes, seconds, charged)),
      {
        credits: r.percents.map((percent, index) => ({ slaReportId: `sla_${index}`, description: "", percent })),
        prepaid: r.prepaid ? { ...prepaid(r.kind, r.share, r.last), carriedMinor: r.carried } : null,
      },
    ),
  );
const anyCharge = fc
  .record({
    kind: fc.constantFrom("prepayment", "advance", "deposit", "cancellation_fee", "adjustment", "usage_correction", "credit_correction"),
    amountMinor: fc.bigInt({ min: -(10n ** 8n), max: 10n ** 9n }),
    projectId: fc.constantFrom("4100", "4400", null),
  })
  .map((charge): ChargeInput => ({ ...charge, description: "", reservationId: null, quoteId: null, clusterId: null }));
const anyInput = fc.record({
  currency: fc.constantFrom("USD", "KRW", "KWD"),
  tax: fc.constantFrom(outside, domestic),
  usages: fc.array(anyUsage, { maxLength: 8 }),
  charges: fc.array(anyCharge, { maxLength: 4 }),
});

describe("any invoice", () => {
  it("adds up in every way a reader can check", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const invoice = composeInvoice(input);
        expect(invoiceFault(invoice)).toBeNull();
        expect(sumMinor(invoice.lines.map((line) => line.amountMinor))).toBe(invoice.subtotalMinor);
        expect(invoice.totalMinor).toBe(invoice.subtotalMinor + invoice.taxMinor);
        expect(sumMinor(invoice.projects.map((p) => p.subtotalMinor))).toBe(invoice.subtotalMinor);
        expect(invoice.lines.map((line) => line.ordinal)).toEqual(invoice.lines.map((_, index) => index + 1));
      }),
    );
  });

  it("rounds each usage line once, from its own rate and metered time", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const line of composeInvoice(input).lines) {
          if (line.kind !== "usage") continue;
          const gpuSeconds = sumMinor(line.segments.map((part) => (part.charged ? part.gpuSeconds : 0n)));
          const exact = chargeFor({ rateMicrosPerGpuHour: line.rateMicros ?? -1n, gpuSeconds, currency: input.currency });
          expect(line.amountMinor).toBe(roundHalfAwayFromZero(exact));
          for (const part of line.segments) if (!part.charged) expect(part.amountMinor).toBe(0n);
        }
      }),
    );
  });

  it("never credits a cluster more than its base for the month", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const one of input.usages) {
          const invoice = composeInvoice({ ...input, usages: [one], charges: [] });
          const base = creditBaseOf(one.prepaid, invoice.chargesMinor);
          expect(-invoice.creditsMinor >= 0n && -invoice.creditsMinor <= base).toBe(true);
          const percent = one.credits.reduce((sum, credit) => sum + credit.percent, 0);
          if (percent >= 100) expect(-invoice.creditsMinor).toBe(base);
        }
      }),
    );
  });
});

describe("several credits of one cluster", () => {
  const credited = (chargeMinor: bigint, percents: number[]) =>
    composeInvoice({
      currency: "KRW",
      tax: outside,
      charges: [],
      usages: [
        usage("tiny", "4100", chargeMinor * 1_000_000n, [{ ...segment(1, 450), gpuSeconds: 3_600n }], {
          credits: percents.map((percent) => ({ slaReportId: "sla_1", description: "", percent })),
        }),
      ],
    })
      .lines.filter((line) => line.kind === "credit")
      .map((line) => -line.amountMinor);

  it("are rounded separately and capped at the charge", () => {
    expect(credited(1_005n, [10, 5])).toEqual([101n, 50n]);
    expect(credited(1n, [50, 49])).toEqual([1n]);
    expect(credited(1_001n, [50, 50, 30])).toEqual([501n, 500n]);
    expect(credited(1_000n, [30, 100])).toEqual([300n, 700n]);
  });
});

describe("prepaid money", () => {
  it("is applied, returned or carried forward, and none is lost", () => {
    const minor = fc.bigInt({ min: 0n, max: 10n ** 9n });
    fc.assert(
      fc.property(minor, minor, fc.boolean(), minor, (shareMinor, carriedMinor, last, chargeMinor) => {
        const settled = settlePrepaid({ shareMinor, carriedMinor, last }, chargeMinor);
        expect(settled.appliedMinor + settled.returnedMinor + settled.carriedMinor).toBe(shareMinor + carriedMinor);
        expect(settled.appliedMinor <= chargeMinor).toBe(true);
        expect(last ? settled.carriedMinor : settled.returnedMinor).toBe(0n);
      }),
    );
  });

  it("for a month with a dark site is returned at the end, and the credit comes on top", () => {
    const invoice = composeInvoice({
      currency: "USD",
      tax: outside,
      charges: [],
      usages: [
        usage("upfront", "4100", 1_000_000n, [segment(1, 9 * HOUR), segment(1, HOUR, false)], {
          credits: [{ slaReportId: "sla_1", description: "availability", percent: 100 }],
          prepaid: prepaid("prepayment", 8_000n, true),
        }),
      ],
    });
    expect(invoice.lines.map((line) => [line.kind, line.amountMinor])).toEqual([
      ["usage", 7_200n],
      ["credit", -8_000n],
      ["prepayment_applied", -7_200n],
      ["prepayment_returned", -800n],
    ]);
    expect(documentKind(invoice.totalMinor)).toBe("credit_note");
  });
});

describe("tax of prepaid money", () => {
  it("is returned with the money it was charged on, whatever the month's treatment", () => {
    // An advance of 16.00 at 21 %, then a VAT identifier: the month is taxed at 0 %, and the 3.36 are returned.
    const invoice = composeInvoice({
      currency: "USD",
      tax: outside,
      charges: [],
      usages: [
        usage("moved", "4100", 1_000_000n, [segment(1, 2 * HOUR)], {
          prepaid: { ...prepaid("advance", 1_600n, true), pots: [{ reference: "NL-2026-000001", amountMinor: 1_600n, tax: domestic }] },
        }),
      ],
    });
    expect(invoice.taxes.map(({ tax, taxableMinor, taxMinor }) => [tax.category, taxableMinor, taxMinor])).toEqual([
      ["O", 1_600n, 0n],
      ["S", -1_600n, -336n],
    ]);
    expect(invoice).toMatchObject({ subtotalMinor: 0n, taxMinor: -336n, totalMinor: -336n });
    expect(invoice.lines[0]?.prepaid).toEqual({
      kind: "advance",
      paidMinor: 1_600n,
      usedBeforeMinor: 0n,
      appliedMinor: 1_600n,
      returnedMinor: 0n,
      leftMinor: 0n,
    });
  });

  it("is used oldest document first, to the last unit", () => {
    const minor = fc.bigInt({ min: 0n, max: 10n ** 6n });
    fc.assert(
      fc.property(fc.array(minor, { maxLength: 5 }), minor, minor, (amounts, taken, amount) => {
        const pots = amounts.map((amountMinor, index) => ({ reference: String(index), amountMinor, tax: domestic }));
        const parts = drawFrom(pots, taken, amount, outside);
        expect(sumMinor(parts.map((part) => part.amountMinor))).toBe(amount);
        // Several withdrawals take the same as a single one.
        const half = amount / 2n;
        const sums = new Map<string | null, bigint>();
        for (const { reference, amountMinor } of [...drawFrom(pots, taken, half, outside), ...drawFrom(pots, taken + half, amount - half, outside)]) {
          sums.set(reference, (sums.get(reference) ?? 0n) + amountMinor);
        }
        expect([...sums].filter(([, sum]) => sum > 0n)).toEqual(parts.map((part) => [part.reference, part.amountMinor]));
      }),
    );
  });
});

describe("the guard before finalising", () => {
  it("reports what does not add up", () => {
    const invoice = composeInvoice({ currency: "USD", tax: domestic, charges: [], usages: [usage("a", "4100", 1_000_000n, [segment(1, HOUR)])] });
    expect(invoice).toMatchObject({ subtotalMinor: 800n, taxMinor: 168n, totalMinor: 968n });
    expect(invoiceFault({ ...invoice, subtotalMinor: 801n })).toBe("lines do not sum to the subtotal");
    expect(invoiceFault({ ...invoice, totalMinor: 969n })).toBe("subtotal and tax do not sum to the total");
    expect(invoiceFault({ ...invoice, taxMinor: 169n, totalMinor: 969n })).toBe("tax is not the rate times what it taxes");
    expect(invoiceFault({ ...invoice, projects: [] })).toBe("project subtotals do not sum to the subtotal");
    expect(invoiceFault({ ...invoice, settlementsMinor: 1n })).toBe("charges, credits and settlements do not sum to the subtotal");
    const lines = invoice.lines.map((line) => ({ ...line, segments: line.segments.map((part) => ({ ...part, amountMinor: 1n })) }));
    expect(invoiceFault({ ...invoice, lines })).toBe("segments do not sum to their line");
  });
});

describe("rounding to the quoted price", () => {
  const last = (minor: bigint, shareMinor: bigint) =>
    composeInvoice({
      currency: "USD",
      tax: outside,
      charges: [],
      usages: [
        usage("infer", "4200", 1_000_000n, [segment(1, HOUR)], {
          rounding: { description: "Rounding", amountMinor: minor },
          prepaid: prepaid("prepayment", shareMinor, true),
        }),
      ],
    });

  it.each([
    [1n, 801n],
    [-1n, 799n],
  ])("by %s nets a fully prepaid month to zero", (minor, shareMinor) => {
    const invoice = last(minor, shareMinor);
    expect(invoice.lines.map((line) => [line.kind, line.amountMinor])).toEqual([
      ["usage", 800n],
      ["adjustment", minor],
      ["prepayment_applied", -shareMinor],
    ]);
    expect(invoice.totalMinor).toBe(0n);
    expect(invoiceFault(invoice)).toBeNull();
  });

  it("never applies more prepaid money than was charged", () => {
    const invoice = composeInvoice({
      currency: "USD",
      tax: outside,
      charges: [],
      usages: [
        usage("infer", "4200", 1_000_000n, [segment(1, HOUR, false)], {
          rounding: { description: "Rounding", amountMinor: -1n },
          prepaid: prepaid("prepayment", 799n, true),
        }),
      ],
    });
    expect(invoice.lines.map((line) => [line.kind, line.amountMinor])).toEqual([
      ["usage", 0n],
      ["adjustment", -1n],
      ["prepayment_returned", -799n],
    ]);
  });
});
