import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Interval, overlaps } from "@/lib/period";
import { type BindableNode, bindNodes, pickSpare } from "./binding";

const node = (ordinal: number, more: Partial<BindableNode> = {}): BindableNode => ({
  id: `n${ordinal}`,
  ordinal,
  state: "up",
  outOfService: false,
  assignments: [],
  ...more,
});
const span = (start: number, end: number): Interval => ({ start, end });

describe("binding nodes to a window", () => {
  it("prefers healthy nodes, then the smallest hole, then the lowest number", () => {
    const nodes = [
      node(1, { state: "down" }),
      node(2, { state: "degraded" }),
      node(3, { state: "unknown" }),
      node(4, { state: null }),
      node(5),
      node(6, { assignments: [span(0, 90)] }),
      node(7, { assignments: [span(0, 50)] }),
      node(8, { assignments: [span(0, 90), span(210, 300)] }),
      node(9, { assignments: [span(150, 160)] }),
      node(10, { state: "maintenance" }),
      node(11, { outOfService: true }),
    ];
    expect(bindNodes(nodes, span(100, 200), 20)).toEqual({ nodeIds: ["n8", "n6", "n7", "n5", "n4", "n3", "n2"], missing: 13 });
    expect(bindNodes(nodes, span(100, 200), 2)).toEqual({ nodeIds: ["n8", "n6"], missing: 0 });
  });

  it("always serves contracts whose peak fits the pool, when bound in order of their starts", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.record({ start: fc.integer({ min: 0, max: 200 }), hours: fc.integer({ min: 1, max: 60 }), count: fc.integer({ min: 1, max: 5 }) }), {
          maxLength: 40,
        }),
        (size, wishes) => {
          // What the counters would accept: enough free nodes in every hour.
          const taken = new Map<number, number>();
          const sold = wishes.filter(({ start, hours, count }) => {
            const all = Array.from({ length: hours }, (_, index) => start + index);
            if (all.some((hour) => (taken.get(hour) ?? 0) + count > size)) return false;
            for (const hour of all) taken.set(hour, (taken.get(hour) ?? 0) + count);
            return true;
          });
          const busy = new Map<string, Interval[]>(Array.from({ length: size }, (_, index) => [`n${index}`, []]));
          for (const { start, hours, count } of sold.sort((a, b) => a.start - b.start)) {
            const window = span(start, start + hours);
            const { nodeIds, missing } = bindNodes(
              [...busy].map(([id, assignments], ordinal) => ({ ...node(ordinal), id, assignments })),
              window,
              count,
            );
            expect(missing).toBe(0);
            expect(new Set(nodeIds).size).toBe(count);
            for (const id of nodeIds) {
              expect(busy.get(id)?.some((other) => overlaps(other, window))).toBe(false);
              busy.get(id)?.push(window);
            }
          }
        },
      ),
    );
  });

  it("picks a spare only when the contracts already promised still find their nodes", () => {
    const nodes = [node(1, { state: "down", assignments: [span(0, 100)] }), node(2, { assignments: [span(0, 100)] }), node(3), node(4)];
    expect(pickSpare(nodes, span(50, 100), 0, "n1")).toBe("n3");
    expect(pickSpare(nodes, span(50, 100), 1, "n1")).toBe("n3");
    expect(pickSpare(nodes, span(50, 100), 2, "n1")).toBeNull();
    expect(pickSpare([node(1)], span(50, 100), 0, "n1")).toBeNull();
  });
});
