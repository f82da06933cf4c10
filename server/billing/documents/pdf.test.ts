import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, it } from "vitest";
import type { InvoiceDetail as Detail } from "@/lib/contracts/billing";
import { lineCsv } from "./line-csv";
import { typesetInvoice } from "./pdf";
import { amountText, pdfModelOf } from "./pdf-model";

type Line = Detail["lines"][number];

const usd = (amount: string) => ({ amount, currency: "USD" });

function line(index: number, more: Partial<Line> = {}): Line {
  return {
    id: `lin_${index}`,
    kind: "usage",
    description: `pretrain-${index}, 16 × h100-sxm.8x`,
    reservationId: `res_${index}`,
    quoteId: `qte_${index}`,
    clusterId: `clu_${index}`,
    clusterName: `pretrain-${index}`,
    projectId: `prj_${index % 3}`,
    projectName: "Foundation models",
    costCentre: "4100",
    nodeType: "h100-sxm.8x",
    nodes: 16,
    meteredSeconds: 42_854_400,
    gpuSeconds: 342_481_920,
    gpuHours: "95133.87",
    ratePerGpuHour: "2.35",
    amount: usd("223564.59"),
    period: { start: "2026-10-01T00:00:00Z", end: "2026-11-01T00:00:00Z" },
    metered: [],
    credit: null,
    reference: null,
    label: "Usage",
    note: null,
    prepaid: null,
    taxCategory: "O",
    taxRatePercent: "0",
    quote: {
      id: `qte_${index}`,
      acceptedAt: "2026-09-18T09:12:00Z",
      acceptedBy: "Ingrid Solheim",
      purchaseOrder: "PO-2026-0418",
      ratePerGpuHour: "2.35",
      slaPlan: "enterprise",
    },
    ...more,
  };
}

const torn: Line["metered"] = [
  {
    start: "2026-10-01T00:00:00Z",
    end: "2026-10-14T03:12:00Z",
    nodes: 16,
    secondsEach: 1_134_720,
    gpuHours: "40345.60",
    charged: true,
    reason: "served",
    amount: usd("94812.16"),
  },
  {
    start: "2026-10-14T03:12:00Z",
    end: "2026-10-14T03:58:00Z",
    nodes: 16,
    secondsEach: 2_760,
    gpuHours: "98.13",
    charged: false,
    reason: "site_dark",
    amount: usd("0.00"),
  },
  {
    start: "2026-10-14T03:58:00Z",
    end: "2026-11-01T00:00:00Z",
    nodes: 16,
    secondsEach: 1_540_920,
    gpuHours: "54788.27",
    charged: true,
    reason: "served",
    amount: usd("128752.43"),
  },
];

function invoice(lines: Line[], more: Partial<Detail> = {}): Detail {
  return {
    id: "inv_1",
    number: "NL-2026-000287",
    kind: "month",
    state: "finalised",
    title: "October 2026",
    period: { start: "2026-10-01T00:00:00Z", end: "2026-11-01T00:00:00Z" },
    issuedAt: "2026-11-02T00:00:00Z",
    dueAt: "2026-12-02T00:00:00Z",
    subtotal: usd("343353.52"),
    tax: usd("0.00"),
    total: usd("343353.52"),
    amountDue: usd("343353.52"),
    paid: usd("0.00"),
    purchaseOrders: ["PO-2026-0418"],
    paymentReference: "RF29NL2026000287",
    netDays: 30,
    taxCategory: "O",
    taxRatePercent: "0",
    taxNote: "Not subject to Dutch VAT, customer established outside the EU",
    seller: { name: "Berth Network B.V.", addressLines: ["Wilhelminakade 1, 3072 AP Rotterdam"], country: "NL", taxId: "NL000000000B00", email: null },
    buyer: { name: "Fjordlys AI AS", addressLines: ["Eksempelgata 1", "0000 Oslo"], country: "NO", taxId: "NO999999999MVA", email: "ap@fjordlys.example" },
    bank: { name: "Testbank", iban: "NL00TEST0000000000", bic: "TESTNL2A" },
    lines,
    lineCount: lines.length,
    payments: [],
    documents: [],
    finaliseAt: null,
    nextReminderAt: null,
    corrects: null,
    corrections: [],
    taxes: [
      { category: "O", ratePercent: "0", note: "Not subject to Dutch VAT, customer established outside the EU", taxable: usd("343353.52"), tax: usd("0.00") },
    ],
    projects: [...new Set(lines.map(({ projectId }) => projectId))].map((projectId) => ({
      projectId,
      name: "Foundation models",
      costCentre: "4100",
      subtotal: usd("290132.93"),
      parts: [],
    })),
    summary: [
      { label: `Charges, ${lines.length} lines`, amount: usd("443889.98") },
      { label: "Deposits applied", amount: usd("-78180.00") },
      { label: "Tax, category O, 0 %", amount: usd("0.00") },
      { label: "Invoice total", amount: usd("343353.52") },
    ],
    ...more,
  };
}

async function read(bytes: Uint8Array): Promise<{ pages: number; text: string; tagged: boolean; title: unknown }> {
  const pdf = await getDocument({ data: Uint8Array.from(bytes), verbosity: 0 }).promise;
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, index) => {
      const content = await (await pdf.getPage(index + 1)).getTextContent();
      return content.items.map((item) => ("str" in item ? item.str : "")).join(" ");
    }),
  );
  const [info, marks] = [await pdf.getMetadata(), await pdf.getMarkInfo()];
  return {
    pages: pdf.numPages,
    text: pages.join("\n").replace(/\s+/g, " "),
    tagged: marks?.Marked === true,
    title: "Title" in info.info ? info.info.Title : null,
  };
}

const settlement = line(9, {
  kind: "deposit_applied",
  description: "Deposit applied, pretrain-7",
  gpuHours: null,
  ratePerGpuHour: null,
  reference: "NL-2026-000226",
  amount: usd("-55948.80"),
  quote: null,
});

describe("the PDF of an invoice", () => {
  it("shows number, total, lines, metered segments and how to pay, and is tagged", async () => {
    const { bytes } = await typesetInvoice(pdfModelOf(invoice([line(1, { metered: torn }), line(2), settlement])));
    const { text, tagged, title, pages } = await read(bytes);
    expect({ tagged, title, pages }).toEqual({ tagged: true, title: "Invoice NL-2026-000287", pages: 1 });
    for (const words of [
      "NL-2026-000287",
      "343,353.52",
      "to pay by 2 Dec 2026",
      "pretrain-1",
      "95,133.87",
      "2.350",
      "223,564.59",
      "2,760 s each, site dark",
      "not charged",
      "14 Oct 03:12:00",
      "Deposit applied, pretrain-7",
      "NL-2026-000226",
      "(55,948.80)",
      "RF29 NL20 2600 0287",
      "NL00TEST0000000000",
      "PO-2026-0418",
    ]) {
      expect(text).toContain(words);
    }
  });

  it("prints Korean, Vietnamese, Japanese and Nordic names with its own fonts", async () => {
    const names = ["주식회사 한빛렌더", "Nguyễn Thị Hồng Nhung", "Marte Haugen-Østbye", "Ærøskøbing Þórður", "日本テスト株式会社"];
    const { bytes } = await typesetInvoice(
      pdfModelOf(invoice([line(1)], { buyer: { name: names[0] ?? "", addressLines: names.slice(1), country: "KR", taxId: null, email: null } })),
    );
    const { text } = await read(bytes);
    for (const name of names) expect(text.replaceAll(" ", "")).toContain(name.replaceAll(" ", ""));
  });

  it.each([
    ["JP", "株式会社髙島計算 丸の内", "東京都千代田区丸の内1-1"],
    ["CN", "上海某某科技有限公司", "上海市浦东新区世纪大道1号"],
    ["SA", "شركة الاختبار", "شارع الملك فهد 1"],
    ["IL", "חברת הבדיקה בע״מ", "רחוב הרצל 1"],
    ["TH", "บริษัท ทดสอบ จำกัด", "1 ถนนสุขุมวิท"],
    ["VN", "Công ty Thử nghiệm", "1 Đường Lê Lợi"],
    ["KR", "주식회사 한빛렌더", "서울특별시 중구 1"],
  ])("prints names of %s with its own fonts", async (country, name, street) => {
    const { bytes } = await typesetInvoice(pdfModelOf(invoice([line(1)], { buyer: { name, addressLines: [street], country, taxId: null, email: null } })));
    const { text } = await read(bytes);
    // A PDF reader may reverse right-to-left runs; every character must be there and none may be a missing-glyph box.
    const letters = (of: string) => [...of.normalize("NFKC").replace(/[\s\u200b-\u200f]/g, "")].sort().join("");
    for (const letter of letters(name + street)) expect(letters(text)).toContain(letter);
    expect(text).not.toMatch(/[\ufffd\u25a1]/);
  });

  it("prints characters without a font as their code point, never as a box", async () => {
    const { text } = await read((await typesetInvoice(pdfModelOf(invoice([line(1)], { purchaseOrders: ["PO 🚀"] })))).bytes);
    expect(text).toContain("PO [U+1F680]");
  });

  it("never lets the longest word overlap its neighbour", async () => {
    const long = ["Donaudampfschifffahrtsgesellschaft".repeat(3), "W".repeat(120), "ش".repeat(119)];
    const { bytes } = await typesetInvoice(
      pdfModelOf(
        invoice([line(1, { description: "W".repeat(80), note: "M".repeat(120) })], {
          buyer: {
            name: long[0] ?? "",
            addressLines: long.slice(1),
            country: "NL",
            taxId: "NO999999999MVA",
            email: `${"a".repeat(64)}@${"b".repeat(60)}.example`,
          },
          purchaseOrders: ["P".repeat(60)],
          projects: [{ projectId: "prj_1", name: "W".repeat(120), costCentre: "C".repeat(40), subtotal: usd("1.00"), parts: [] }],
        }),
      ),
    );
    const pdf = await getDocument({ data: Uint8Array.from(bytes), verbosity: 0 }).promise;
    const page = await pdf.getPage(1);
    const items = (await page.getTextContent()).items.flatMap((item) =>
      "str" in item && item.str.trim() !== ""
        ? [{ text: item.str, left: Number(item.transform[4]), right: Number(item.transform[4]) + item.width, base: Number(item.transform[5]) }]
        : [],
    );
    for (const one of items) {
      expect(one.right, one.text).toBeLessThan(595 - 30);
      for (const other of items) {
        if (one === other || Math.abs(one.base - other.base) > 1 || other.left < one.left) continue;
        expect(other.left + 1, `${one.text} | ${other.text}`).toBeGreaterThanOrEqual(one.right);
      }
    }
  });

  it("shows no decimals in a currency without any", async () => {
    const krw = (amount: string) => ({ amount, currency: "KRW" });
    const won = line(1, { amount: krw("68740000"), ratePerGpuHour: "3230", metered: [] });
    const { bytes } = await typesetInvoice(
      pdfModelOf(
        invoice([won], {
          subtotal: krw("68740000"),
          tax: krw("0"),
          total: krw("68740000"),
          amountDue: krw("68740000"),
          paid: krw("0"),
          projects: [{ projectId: won.projectId, name: "Film", costCentre: null, subtotal: krw("68740000"), parts: [] }],
          summary: [{ label: "Invoice total", amount: krw("68740000") }],
        }),
      ),
    );
    const { text } = await read(bytes);
    expect(text).toContain("68,740,000");
    expect(text).toContain("3,230");
    expect(text).not.toContain("68,740,000.");
  });

  it("is byte-identical for the same invoice", async () => {
    const model = pdfModelOf(invoice([line(1), line(2)]));
    expect(Buffer.from((await typesetInvoice(model)).bytes).equals(Buffer.from((await typesetInvoice(model)).bytes))).toBe(true);
  });

  it("credits without requesting money", async () => {
    const { bytes } = await typesetInvoice(
      pdfModelOf(
        invoice([line(1, { kind: "credit", amount: usd("-842.16"), gpuHours: null, ratePerGpuHour: null })], {
          kind: "credit_note",
          number: "NL-CN-2026-000019",
          title: "Credit note, October 2026",
          total: usd("-842.16"),
          amountDue: usd("0.00"),
        }),
      ),
    );
    const { text } = await read(bytes);
    expect(text).toContain("842.16 USD credited to your account");
    for (const words of ["How to pay", "Pay with reference", "Net 30"]) expect(text).not.toContain(words);
    expect(text).toContain("Set against what you owe");
  });

  it("holds 5,000 lines", async () => {
    const { bytes } = await typesetInvoice(pdfModelOf(invoice(Array.from({ length: 5_000 }, (_, index) => line(index)))));
    const { text, pages } = await read(bytes);
    expect(pages).toBeGreaterThan(100);
    expect(text).toContain("pretrain-4999");
  }, 60_000);
});

describe("amounts as text", () => {
  it.each([
    ["0.00", "0.00"],
    ["1234567.5", "1,234,567.5"],
    ["-22356.46", "(22,356.46)"],
    ["999", "999"],
    ["-1000", "(1,000)"],
  ])("%s is %s", (amount, text) => {
    expect(amountText(amount)).toBe(text);
  });
});

it("lists the lines as CSV", () => {
  const [header, first, second] = lineCsv(invoice([line(1), settlement])).split("\r\n");
  expect(header?.split(",").slice(0, 5)).toEqual(["invoice", "line", "kind", "label", "description"]);
  expect(first).toContain('NL-2026-000287,1,usage,Usage,"pretrain-1, 16 × h100-sxm.8x",,,Foundation models,4100,pretrain-1');
  expect(first?.endsWith("95133.87,2.35,USD,223564.59,O,0")).toBe(true);
  expect(second?.endsWith("USD,-55948.80,O,0")).toBe(true);
});
