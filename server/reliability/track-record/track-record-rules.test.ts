import { describe, expect, it } from "vitest";
import type { NodeState, StateInterval, StateReason } from "@/lib/node-state";
import { trackRecord } from "./track-record-rules";

const T0 = 1_793_059_200;
const DAY = 86_400;
const PERIOD = { start: T0, end: T0 + 10 * DAY };
const REASON: Record<NodeState, StateReason> = { up: "good", degraded: "ecc", down: "silence", maintenance: "maintenance", unknown: "collectors_blind" };
const row = (start: number, end: number | null, state: NodeState): StateInterval => ({
  start: T0 + start,
  end: end === null ? null : T0 + end,
  state,
  reason: REASON[state],
  code: null,
});
const up = [row(-DAY, null, "up")];

describe("a site's record", () => {
  it("counts a failed node until a spare would have served, however long its repair takes", () => {
    const failed = [row(-DAY, 2 * DAY, "up"), row(2 * DAY, 7 * DAY, "down"), row(7 * DAY, null, "up")];
    const record = trackRecord([failed, up, up, up], [], PERIOD);
    expect(record.availabilityPercent).toBe("99.99131");
    expect(record.days).toBe(10);
    expect(record.marks.map((mark) => mark.state)).toEqual(["up", "up", "down", "up", "up", "up", "up", "up", "up", "up"]);
    expect(record.marks[2]).toMatchObject({ minutesLost: 1.25 });
  });
  it("counts a shorter failure in full, and one that began before the period not at all", () => {
    expect(trackRecord([[row(-DAY, 100, "up"), row(100, 160, "down"), row(160, null, "up")]], [], PERIOD).availabilityPercent).toBe("99.99305");
    expect(trackRecord([[row(-DAY, DAY, "down"), row(DAY, null, "up")]], [], PERIOD).availabilityPercent).toBe("100.00000");
  });
  it("counts the time a whole site was dark in full, on every day it lasts", () => {
    const dark = { start: T0 + DAY - 1800, end: T0 + DAY + 1800 };
    const node = [row(-DAY, DAY - 1800, "up"), row(DAY - 1800, DAY + 1800, "down"), row(DAY + 1800, null, "up")];
    const record = trackRecord([node, node], [dark], PERIOD);
    expect(record.availabilityPercent).toBe("99.58333");
    expect(record.marks.slice(0, 3).map((mark) => mark.minutesLost)).toEqual([30, 30, 0]);
  });
  it("leaves out maintenance and unobserved time, and shows no data instead of 100 %", () => {
    const worked = [
      row(-DAY, DAY, "up"),
      row(DAY, DAY + 7200, "maintenance"),
      row(DAY + 7200, 3 * DAY, "up"),
      row(3 * DAY, 4 * DAY, "unknown"),
      row(4 * DAY, null, "up"),
    ];
    const record = trackRecord([worked], [], PERIOD);
    expect(record.availabilityPercent).toBe("100.00000");
    expect(record.marks.map((mark) => mark.state).slice(0, 5)).toEqual(["up", "maintenance", "up", "unknown", "up"]);
    expect(trackRecord([], [], PERIOD)).toMatchObject({ days: 0, availabilityPercent: null });
    expect(trackRecord([[row(8 * DAY, null, "up")]], [], PERIOD)).toMatchObject({ days: 2, availabilityPercent: "100.00000" });
  });
});
