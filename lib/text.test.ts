import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { email, line, lines, money, instant } from "./contracts/common";
import { cut, lengthOf, tidyLine, tidyLines, wrongInLine } from "./text";

const refusedBy = (contract: { safeParse(value: unknown): { success: boolean } }, values: readonly string[]) =>
  values.filter((value) => !contract.safeParse(value).success);

describe("one line of human text", () => {
  it("is normalised and trimmed of white space and invisible characters", () => {
    expect(tidyLine(" \u200b\ufeffCafe\u0301\u00a0\u2060\r\n")).toBe("Café");
    for (const nothing of ["", " ", "\u200b", "\u3164", "\u00ad\u2060", "\ufe0f", "\u{e0020}\u{e007f}", "\t\n"])
      expect(tidyLine(nothing), JSON.stringify(nothing)).toBe("");
  });

  it("accepts letters of every script, joined emoji and flags", () => {
    const fine = ["株式会社髙島計算 丸の内", "النرويج", "עִבְרִית", "می‌خواهم", "ไทย", "Tiếng Việt", "👩‍🔬 lab", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "❤️", "O'Brien & Søn — “A/S”"];
    expect(refusedBy(line(60), fine)).toEqual([]);
  });

  it("refuses characters that reverse, hide or break it, by name", () => {
    const turning = ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"];
    const hidden = ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u3164", "\u115f", "\u180e"];
    const breaking = ["\n", "\r", "\0", "\u0007", "\u0085", "\u009b", "\u2028", "\u2029", "\ud800", "\ufffe"];
    for (const character of [...turning, ...hidden, ...breaking]) expect(wrongInLine(`a${character}b`), JSON.stringify(character)).toContain("U+");
    expect(line(60).safeParse("123\u202e456").error?.issues[0]?.message).toBe("holds a character that changes the direction of writing (U+202E)");
  });

  it("is measured in code points", () => {
    expect(line(3).safeParse("🚢🚢🚢").success).toBe(true);
    expect(line(3).safeParse("🚢🚢🚢🚢").error?.issues[0]?.message).toBe("must have at most 3 characters");
    expect(line(3).safeParse(" \u200b").error?.issues[0]?.message).toBe("must not be empty");
    expect(line(3, { least: 0 }).parse("\u200b")).toBe("");
    expect(cut("🚢🚢🚢", 2)).toBe("🚢🚢");
  });

  it("normalisation is idempotent", { timeout: 30_000 }, () => {
    const anything = fc.string({ unit: "binary", maxLength: 30 });
    fc.assert(fc.property(anything, (text) => tidyLine(tidyLine(text)) === tidyLine(text)));
    fc.assert(fc.property(anything, (text) => tidyLines(tidyLines(text)) === tidyLines(text)));
    fc.assert(fc.property(anything, fc.nat(5), (text, most) => lengthOf(cut(text, most)) <= most));
    fc.assert(
      fc.property(anything, (text) => {
        const read = line(200).safeParse(text);
        if (read.success) expect(read.data).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|^\s|\s$/u);
      }),
    );
  });
});

describe("several lines", () => {
  it("keep their line breaks as \\n", () => {
    expect(lines(60).parse("one\r\ntwo\rthree\tfour\n")).toBe("one\ntwo\nthree\tfour");
    expect(refusedBy(lines(60), ["a\0b", "a\u202eb", "a\u000bb"])).toHaveLength(3);
  });
});

describe("pasted identifiers", () => {
  it("are brought to one form", () => {
    expect(email.parse(" Paste@Fjordlys.example\u00a0\u200b")).toBe("paste@fjordlys.example");
    expect(refusedBy(email, ["", "a b@c.example", "a@b", "a@b.example\nc@d.example"])).toHaveLength(4);
  });
});

describe("amounts", () => {
  const pointerOf = (amount: string, currency: string) => money.safeParse({ amount, currency }).error?.issues.map(({ path }) => path.join("/")) ?? [];

  it.each([
    ["12.345", "USD", "amount"],
    ["1000000.00", "KRW", "amount"],
    ["92233720368547758.08", "USD", "amount"],
    ["9".repeat(5_000), "USD", "amount"],
    ["1e3", "USD", "amount"],
    ["+1", "USD", "amount"],
    ["01.00", "USD", "amount"],
    ["1.", "USD", "amount"],
    [".5", "USD", "amount"],
    ["1,00", "USD", "amount"],
    ["١", "USD", "amount"],
    ["", "USD", "amount"],
    ["NaN", "USD", "amount"],
    ["1.23456", "CLF", "amount"],
    ["5", "ZZZ", "currency"],
    ["5", "XAU", "currency"],
    ["5", "usd", "currency"],
    ["5", "", "currency"],
  ])("of %s %s are refused at %s", (amount, currency, pointer) => {
    expect(pointerOf(amount, currency)).toEqual([pointer]);
  });

  it.each([
    ["12.34", "USD"],
    ["-0.01", "EUR"],
    ["1000000", "KRW"],
    ["1.234", "KWD"],
    ["92233720368547758.07", "USD"],
    ["0", "JPY"],
  ])("of %s %s are taken", (amount, currency) => {
    expect(pointerOf(amount, currency)).toEqual([]);
  });
});

describe("instants", () => {
  it("lie in the years 0001 to 9999", () => {
    expect(refusedBy(instant, ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2028-02-29T00:00:00.123456Z"])).toEqual([]);
    const wrong = [
      "0000-01-01T00:00:00Z",
      "+010000-01-01T00:00:00Z",
      "-000001-01-01T00:00:00Z",
      "2026-02-29T00:00:00Z",
      "2026-01-01T24:00:00Z",
      "2026-01-01T00:00:60Z",
      "2026-01-01",
      "2026-01-01T00:00:00+00:00",
      `2026-01-01T00:00:00.${"1".repeat(99)}Z`,
    ];
    expect(refusedBy(instant, wrong)).toEqual(wrong);
  });
});
