import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type Interval, SECONDS_PER_HOUR, monthInterval, parseInstant } from "@/lib/period";
import { testNetwork } from "@/server/catalog/testing/network";
import { type Tx, closeDatabase, transaction } from "@/server/kernel/database/db";
import { everything } from "@/server/kernel/testing";
import { checkCounters } from "./check-counters";
import { type Holding, giveBack, monthSlices, readFree, take, takeMany } from "./counters";

afterAll(closeDatabase);

const NODES = 8;
const hour = (text: string): number => parseInstant(text);
const window = (start: string, end: string): Interval => ({ start: hour(start), end: hour(end) });

async function newPool(): Promise<string> {
  return (await testNetwork([{ nodes: NODES }])).poolIds[0] ?? "";
}

const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transaction(everything, work);

/** Free nodes by hour, for every month that has a row. */
async function freeOf(tx: Tx, poolId: string): Promise<Map<number, number>> {
  const rows = await tx.sql<{ month: number; free: string }>(`SELECT month, free::text AS free FROM "PoolMonth" WHERE "poolId" = $1`, [poolId]);
  return new Map(
    rows.flatMap(({ month, free }) => {
      const { start } = monthInterval(`${Math.floor(month / 100)}-${String(month % 100).padStart(2, "0")}`);
      return [...readFree(free)].map((nodes, index) => [start + index * SECONDS_PER_HOUR, nodes] as const);
    }),
  );
}

describe("monthSlices", () => {
  it("cuts a window at UTC months and counts hours from the start of each month", () => {
    expect(monthSlices(window("2026-11-30T22:00:00Z", "2026-12-01T03:00:00Z"))).toEqual([
      { month: 202611, from: 718, until: 720, hours: 720 },
      { month: 202612, from: 0, until: 3, hours: 744 },
    ]);
  });

  it("handles leap years, and ignores daylight saving", () => {
    expect(monthSlices(window("2028-02-29T00:00:00Z", "2028-03-01T00:00:00Z"))).toEqual([{ month: 202802, from: 672, until: 696, hours: 696 }]);
    // 29 March 2026 and 25 October 2026 have 23 and 25 hours on European clocks.
    for (const [day, next] of [
      ["2026-03-29", "2026-03-30"],
      ["2026-10-25", "2026-10-26"],
    ] as const) {
      const [slice] = monthSlices(window(`${day}T00:00:00Z`, `${next}T00:00:00Z`));
      expect(slice && slice.until - slice.from).toBe(24);
      expect(slice?.hours).toBe(744);
    }
  });
});

describe("take and giveBack", () => {
  it("creates a month's row on first use and counts exactly the window's hours", async () => {
    const poolId = await newPool();
    await write((tx) => take(tx, { poolId, nodes: 3, window: window("2027-01-31T22:00:00Z", "2027-02-01T02:00:00Z") }));
    const free = await write((tx) => freeOf(tx, poolId));
    expect(free.size).toBe(744 + 672);
    const touched = [...free].filter(([, nodes]) => nodes !== NODES);
    expect(touched).toEqual(["2027-01-31T22", "2027-01-31T23", "2027-02-01T00", "2027-02-01T01"].map((at) => [hour(`${at}:00:00Z`), 5]));
  });

  it("takes all hours or none, and the transaction continues", async () => {
    const poolId = await newPool();
    await write(async (tx) => {
      expect(await take(tx, { poolId, nodes: 6, window: window("2027-02-10T00:00:00Z", "2027-02-11T00:00:00Z") })).toBe(true);
      const before = await freeOf(tx, poolId);
      // January and the first days of February have room; 10 February has none.
      expect(await take(tx, { poolId, nodes: 3, window: window("2027-01-20T00:00:00Z", "2027-02-12T00:00:00Z") })).toBe(false);
      const after = await freeOf(tx, poolId);
      for (const [at, nodes] of after) expect(nodes).toBe(before.get(at) ?? NODES);
      expect(await take(tx, { poolId, nodes: NODES + 1, window: window("2027-05-01T00:00:00Z", "2027-05-02T00:00:00Z") })).toBe(false);
    });
  });

  it("never gives back more than was taken", async () => {
    const poolId = await newPool();
    const day = window("2027-02-10T00:00:00Z", "2027-02-11T00:00:00Z");
    await write((tx) => take(tx, { poolId, nodes: 2, window: day }));
    await expect(write((tx) => giveBack(tx, { poolId, nodes: 3, window: day }))).rejects.toThrow(/given back/);
    await expect(write((tx) => giveBack(tx, { poolId, nodes: 1, window: window("2027-02-10T00:00:00Z", "2027-02-11T01:00:00Z") }))).rejects.toThrow(
      /given back/,
    );
    await write((tx) => giveBack(tx, { poolId, nodes: 2, window: day }));
    expect(new Set((await write((tx) => freeOf(tx, poolId))).values())).toEqual(new Set([NODES]));
  });

  it("agrees with a model under any order of taking and giving back", async () => {
    const base = hour("2027-12-20T00:00:00Z");
    const step = fc.record({
      start: fc.integer({ min: 0, max: 500 }),
      hours: fc.integer({ min: 1, max: 900 }),
      nodes: fc.integer({ min: 1, max: NODES }),
      back: fc.boolean(),
      which: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const poolId = await newPool();
        const model = new Map<number, number>();
        const held: Holding[] = [];
        const hoursOf = ({ window: { start, end } }: Holding): number[] =>
          Array.from({ length: (end - start) / SECONDS_PER_HOUR }, (_, index) => start + index * SECONDS_PER_HOUR);
        await write(async (tx) => {
          for (const { start, hours, nodes, back, which } of steps) {
            if (back && held.length > 0) {
              const [holding] = held.splice(which % held.length, 1);
              if (!holding) continue;
              await giveBack(tx, holding);
              for (const at of hoursOf(holding)) model.set(at, (model.get(at) ?? 0) - holding.nodes);
            } else {
              const from = base + start * SECONDS_PER_HOUR;
              const holding = { poolId, nodes, window: { start: from, end: from + hours * SECONDS_PER_HOUR } };
              const fits = hoursOf(holding).every((at) => (model.get(at) ?? 0) + nodes <= NODES);
              expect(await take(tx, holding)).toBe(fits);
              if (!fits) continue;
              held.push(holding);
              for (const at of hoursOf(holding)) model.set(at, (model.get(at) ?? 0) + nodes);
            }
          }
          for (const [at, free] of await freeOf(tx, poolId)) expect(free).toBe(NODES - (model.get(at) ?? 0));
        });
      }),
      { numRuns: 25 },
    );
  });
});

describe("takeMany", () => {
  it("equals taking them one by one", async () => {
    const [together, apart] = [await newPool(), await newPool()];
    const holdings = [
      { nodes: 2, window: window("2027-03-01T00:00:00Z", "2027-05-01T00:00:00Z") },
      { nodes: 3, window: window("2027-03-15T07:00:00Z", "2027-03-16T00:00:00Z") },
      { nodes: 6, window: window("2027-04-30T23:00:00Z", "2027-05-01T00:00:00Z") },
    ];
    await write(async (tx) => {
      await take(tx, { poolId: together, nodes: 1, window: holdings[1]?.window ?? window("2027-03-01T00:00:00Z", "2027-03-02T00:00:00Z") });
      expect(
        await takeMany(
          tx,
          holdings.map((holding) => ({ ...holding, poolId: together })),
        ),
      ).toBe(true);
      await take(tx, { ...(holdings[1] ?? { window: window("2027-03-01T00:00:00Z", "2027-03-02T00:00:00Z") }), nodes: 1, poolId: apart });
      for (const holding of holdings) await take(tx, { ...holding, poolId: apart });
      expect(await freeOf(tx, together)).toEqual(await freeOf(tx, apart));
    });
  });

  it("refuses everything when one hour has too few", async () => {
    const poolId = await newPool();
    const day = window("2027-03-01T00:00:00Z", "2027-03-02T00:00:00Z");
    const attempt = transaction(everything, async (tx) => {
      if (
        !(await takeMany(tx, [
          { poolId, nodes: 5, window: day },
          { poolId, nodes: 4, window: day },
        ]))
      )
        throw new Error("oversold");
    });
    await expect(attempt).rejects.toThrow("oversold");
    expect((await write((tx) => freeOf(tx, poolId))).size).toBe(0);
  });
});

describe("checkCounters", () => {
  it("reports the first difference between a counter and its contracts", async () => {
    const poolId = await newPool();
    const outcome = await transaction(everything, async (tx) => {
      await take(tx, { poolId, nodes: 2, window: window("2027-06-01T05:00:00Z", "2027-06-01T06:00:00Z") });
      const check = await checkCounters(tx, poolId);
      await giveBack(tx, { poolId, nodes: 2, window: window("2027-06-01T05:00:00Z", "2027-06-01T06:00:00Z") });
      return [check, await checkCounters(tx, poolId)];
    });
    expect(outcome).toEqual([
      { ok: false, compared: 1, firstDifference: `${poolId}, month 202706, hour 5: 6 nodes are counted free, 8 are` },
      { ok: true, compared: 1, firstDifference: null },
    ]);
  });
});
