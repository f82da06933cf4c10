import { expect, it } from "vitest";
import { burnX } from "./burn";

it("sets nothing apart from little, and little from much", () => {
  expect(burnX(0)).toBe(58);
  expect(burnX(0.1)).toBe(76);
  expect(burnX(1000)).toBe(462);
  expect(burnX(10)).toBe(269);
  expect(burnX(1e9)).toBe(462);
});
