import { expect, it } from "vitest";
import { holdSlots } from "./hold-slots";

it("has one slot per minute and empties from the right", () => {
  const { slots, part } = holdSlots(13 * 60 + 12, 900);
  expect(slots).toHaveLength(15);
  expect(slots.filter((slot) => slot === "full")).toHaveLength(13);
  expect(slots[13]).toBe("part");
  expect(slots[14]).toBe("empty");
  expect(part).toBeCloseTo(0.2);
});

it("is full at the start and empty at the end, whatever the input", () => {
  expect(holdSlots(900, 900).slots.every((slot) => slot === "full")).toBe(true);
  expect(holdSlots(5000, 900).slots.every((slot) => slot === "full")).toBe(true);
  expect(holdSlots(-5, 900).slots.every((slot) => slot === "empty")).toBe(true);
});

it("is limited to fifteen slots for longer holds", () => {
  expect(holdSlots(3600, 7200).slots.filter((slot) => slot === "full")).toHaveLength(7);
});
