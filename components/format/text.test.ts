import { describe, expect, it } from "vitest";
import {
  formatAmount,
  formatBytes,
  formatCount,
  formatCountdown,
  formatDuration,
  formatGpuHours,
  formatInstant,
  formatMinutes,
  formatMoney,
  formatMoneySigned,
  formatMonth,
  formatRange,
  formatRate,
  formatRateFull,
  initials,
  plural,
} from "./text";

describe("money", () => {
  it("groups thousands and keeps the contract's decimals", () => {
    expect(formatAmount("348703.30")).toBe("348,703.30");
    expect(formatAmount("12900000")).toBe("12,900,000");
    expect(formatAmount("0.00")).toBe("0.00");
  });
  it("writes negatives in parentheses, but never a negative zero", () => {
    expect(formatAmount("-2439.18")).toBe("(2,439.18)");
    expect(formatAmount("-0.00")).toBe("0.00");
  });
  it("is exact far beyond the precision of a float", () => {
    expect(formatAmount("9007199254740993.07")).toBe("9,007,199,254,740,993.07");
  });
  it("puts a symbol before the amount on buttons, or the code after it", () => {
    expect(formatMoneySigned({ amount: "13593.60", currency: "USD" })).toBe("$13,593.60");
    expect(formatMoneySigned({ amount: "1200000", currency: "KRW" })).toBe("₩1,200,000");
    expect(formatMoneySigned({ amount: "-310.00", currency: "NOK" })).toBe("(310.00) NOK");
    expect(formatMoney({ amount: "1.50", currency: "USD" })).toBe("1.50 USD");
  });
});

describe("rates and quantities", () => {
  it("shows four decimals of a rate, none if the currency has none, and all of them where it is locked", () => {
    expect(["2.35", "0.95", "2.280000", "1.993548", "0.99995", "3", "1234.5"].map((rate) => formatRate(rate, "USD"))).toEqual([
      "2.3500",
      "0.9500",
      "2.2800",
      "1.9935",
      "1.0000",
      "3.0000",
      "1,234.5000",
    ]);
    expect(["2897.5", "2752.625", "999.5", "12"].map((rate) => formatRate(rate, "KRW"))).toEqual(["2,898", "2,753", "1,000", "12"]);
    expect([formatRateFull("1.993548"), formatRateFull("2752.625")]).toEqual(["1.993548", "2,752.625"]);
  });
  it("converts GPU-seconds to GPU-hours with one rounding", () => {
    expect(formatGpuHours(342_481_920)).toBe("95,133.87");
    expect(formatGpuHours(18n)).toBe("0.01");
  });
  it("counts and plurals", () => {
    expect(formatCount(184206)).toBe("184,206");
    expect(plural(1, "node")).toBe("1 node");
    expect(plural(4, "node")).toBe("4 nodes");
  });
  it("sizes", () => {
    expect(formatBytes(900)).toBe("900 B");
    expect(formatBytes(1_200_000)).toBe("1.2 MB");
    expect(formatBytes(184_000)).toBe("184 KB");
  });
});

describe("time", () => {
  it("shows the two largest parts of a duration", () => {
    expect(formatDuration(326_400)).toBe("3 d 18 h");
    expect(formatDuration(280)).toBe("4 min 40 s");
    expect(formatDuration(3600)).toBe("1 h");
    expect(formatDuration(0)).toBe("0 s");
  });
  it("shows budget minutes with two decimals", () => {
    expect(formatMinutes(31.8)).toBe("0.53");
    expect(formatMinutes(-90)).toBe("-1.50");
    expect(formatMinutes(2592)).toBe("43.20");
  });
  it("counts down and stops at zero", () => {
    expect(formatCountdown(792)).toBe("13:12");
    expect(formatCountdown(-4)).toBe("00:00");
    expect(formatCountdown(7322)).toBe("2:02:02");
  });
  it("writes instants in UTC, the year only where it differs", () => {
    expect(formatInstant("2026-11-26T09:00:00Z")).toBe("26 Nov 09:00");
    expect(formatInstant("2027-01-01T00:00:00Z", "day", "2026-11-22T14:32:00Z")).toBe("1 Jan 2027");
    expect(formatInstant("2026-11-22T14:32:09Z", "exact")).toBe("22 Nov 2026, 14:32:09 UTC");
    expect(formatInstant("soon")).toBe("soon");
  });
  it("writes ranges", () => {
    expect(formatRange("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")).toBe("1 Oct 00:00 to 1 Nov 00:00");
    expect(formatRange("2026-12-31T00:00:00Z", "2027-01-02T00:00:00Z")).toBe("31 Dec 2026 00:00 to 2 Jan 2027 00:00");
    expect(formatMonth("2026-10")).toBe("October 2026");
  });
});

describe("initials", () => {
  it("takes the first and last name, and the given name of a Korean name", () => {
    expect(initials("Ingrid Solheim")).toBe("IS");
    expect(initials("Marte Haugen-Østbye")).toBe("MØ");
    expect(initials("김서연")).toBe("서");
    expect(initials("berth")).toBe("BE");
  });
});
