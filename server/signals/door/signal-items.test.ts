// What is documented and what is taken are written apart: they must agree.
import fc from "fast-check";
import { expect, it } from "vitest";
import { signalItem } from "@/lib/contracts/signals";
import { formatInstant } from "@/lib/period";
import { groupSignals } from "./signals-rules";

const NOW = Date.parse("2026-11-28T12:00:00Z") / 1000;
const known = { hasNode: (id: string) => id === "nod_1", hasPool: (id: string) => id === "pool-1", maySpeakAs: () => true, committedGbps: () => 400 };

const item = fc.record(
  {
    node: fc.constantFrom("nod_1", 7),
    pool: fc.constantFrom("pool-1", null),
    source: fc.constantFrom("agent", "probe-1", "probe-3", "collector", "moon"),
    kind: fc.constantFrom("heartbeat", "probe", "xid", "reset", "replaced", "cleared", "throughput", "throttled", "ecc", "link", "song"),
    observedAt: fc.constantFrom(formatInstant(NOW - 60), "yesterday"),
    ok: fc.constantFrom(true, false, "true"),
    code: fc.constantFrom(79, 0, 1.5, 1_000),
    value: fc.constantFrom(380, -1, "1"),
    repeat: fc.constantFrom({ everySeconds: 60, count: 2 }, { everySeconds: 59, count: 1 }, { everySeconds: 60, count: 0 }, 7),
  },
  { requiredKeys: ["source", "kind"] },
);

it("takes exactly the items that are documented", () => {
  let taken = 0;
  fc.assert(
    fc.property(item, (one) => {
      const { refused } = groupSignals([one], NOW, known);
      const documented = signalItem.safeParse(one).success;
      if (documented) taken += 1;
      expect(refused.map(({ code }) => code)).toEqual(documented ? [] : [expect.any(String)]);
    }),
    { numRuns: 10_000, seed: 11 },
  );
  expect(taken).toBeGreaterThan(50);
});
