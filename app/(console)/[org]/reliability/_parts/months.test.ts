import { expect, test } from "vitest";
import { chosenMonth, monthSegments } from "./months";

const keys = (chosen: string, current: string) =>
  monthSegments(chosen, current, (month) => `?month=${month}`).map(({ key, href }) => (key === "earlier" || key === "later" ? `${key} ${href.slice(7)}` : key));

test("takes a month that has begun, otherwise the current one", () => {
  expect(["2026-10", "2027-01", "2026-13", "", null, "1999-01"].map((asked) => chosenMonth(asked, "2026-11"))).toEqual([
    "2026-10",
    "2026-11",
    "2026-11",
    "2026-11",
    "2026-11",
    "2026-11",
  ]);
});

test("keeps the selected month among those shown, across the turn of the year", () => {
  expect(keys("2026-11", "2026-11")).toEqual(["earlier 2026-08", "2026-09", "2026-10", "2026-11"]);
  expect(keys("2026-09", "2026-11")).toEqual(["earlier 2026-08", "2026-09", "2026-10", "2026-11"]);
  expect(keys("2026-01", "2026-11")).toEqual(["earlier 2025-11", "2025-12", "2026-01", "2026-02", "later 2026-03"]);
});
