import { afterAll, describe, expect, it } from "vitest";
import { type Interval, parseInstant } from "@/lib/period";
import { testNetwork } from "@/server/catalog/testing/network";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { run } from "@/server/kernel/operation/operation";
import { randomId } from "@/server/kernel/process/random";
import { everything, testTenant } from "@/server/kernel/testing";
import { checkCounters } from "./check-counters";
import { take } from "./counters";
import { createQuote } from "../quotes/create-quote";
import { windowFromNow } from "../testing/reserve";

afterAll(closeDatabase);

const CLIENTS = 32;

/** The results of 32 clients from eight organisations who request one node of the same pool at once. */
async function sellTo32(nodes: number): Promise<{ sold: number; refusals: Set<string>; held: number; counted: Awaited<ReturnType<typeof checkCounters>> }> {
  const { nodeTypeId, siteIds, poolIds } = await testNetwork([{ nodes }]);
  const tenants = await Promise.all(Array.from({ length: 8 }, () => testTenant()));
  const window = windowFromNow(24, 24 * 40);
  const outcomes = await Promise.allSettled(
    Array.from({ length: CLIENTS }, (_, index) => {
      const tenant = tenants[index % tenants.length];
      if (!tenant) throw new Error("no tenant");
      return run(createQuote, tenant.as("engineer"), { nodeType: nodeTypeId, site: siteIds[0], nodes: 1, ...window });
    }),
  );
  const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
  return transaction(everything, async (tx) => {
    const [row] = await tx.sql<{ held: number }>(`SELECT coalesce(sum(nodes), 0)::int AS held FROM "Quote" WHERE "poolId" = $1 AND state = 'held'`, [
      poolIds[0],
    ]);
    return {
      sold: CLIENTS - reasons.length,
      refusals: new Set(reasons.map((reason) => (reason instanceof OperationError ? reason.code : String(reason)))),
      held: row?.held ?? -1,
      counted: await checkCounters(tx, poolIds[0]),
    };
  });
}

describe("32 clients at once", () => {
  it("sell the last node exactly once", async () => {
    expect(await sellTo32(1)).toEqual({
      sold: 1,
      refusals: new Set(["capacity_unavailable"]),
      held: 1,
      counted: { ok: true, compared: expect.any(Number), firstDifference: null },
    });
  });

  it("sell exactly the nodes that exist", async () => {
    expect(await sellTo32(20)).toMatchObject({ sold: 20, refusals: new Set(["capacity_unavailable"]), held: 20, counted: { ok: true } });
  });
});

/** Releases everyone once `count` have arrived. */
function barrier(count: number): () => Promise<void> {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  let arrived = 0;
  return () => {
    arrived += 1;
    if (arrived === count) open();
    return opened;
  };
}

describe("the last node in the same race", () => {
  const RACERS = 8;
  const day: Interval = { start: parseInstant("2027-02-10T00:00:00Z"), end: parseInstant("2027-02-11T00:00:00Z") };

  const race = (attempt: (meet: () => Promise<void>) => Promise<boolean>): Promise<number> => {
    const meet = barrier(RACERS);
    return Promise.all(Array.from({ length: RACERS }, () => attempt(meet))).then((wins) => wins.filter(Boolean).length);
  };

  // The negative control: if this stopped overselling, the race would prove nothing about the counters.
  it("is sold several times by check-then-insert", async () => {
    const {
      poolIds: [poolId],
    } = await testNetwork([{ nodes: 1 }]);
    const sold = await race((meet) =>
      transaction(everything, async (tx) => {
        const [row] = await tx.sql<{ taken: number }>(
          `SELECT coalesce(sum(nodes), 0)::int AS taken FROM "Withholding" WHERE "poolId" = $1 AND "startAt" < $3 AND $2 < "endAt"`,
          [poolId, new Date(day.start * 1000), new Date(day.end * 1000)],
        );
        await meet();
        if ((row?.taken ?? 1) > 0) return false;
        await tx.exec(`INSERT INTO "Withholding" (id, "poolId", nodes, "startAt", "endAt") VALUES ($1, $2, 1, $3, $4)`, [
          randomId("wth"),
          poolId,
          new Date(day.start * 1000),
          new Date(day.end * 1000),
        ]);
        return true;
      }),
    );
    expect(sold).toBeGreaterThan(1);
    await transaction(everything, (tx) => tx.exec(`DELETE FROM "Withholding" WHERE "poolId" = $1`, [poolId]));
  });

  it("is sold once by the counters", async () => {
    const {
      poolIds: [poolId = ""],
    } = await testNetwork([{ nodes: 1 }]);
    const sold = await race((meet) =>
      transaction(everything, async (tx) => {
        await tx.sql(`SELECT min(f) FROM "PoolMonth", unnest(free) AS f WHERE "poolId" = $1`, [poolId]);
        await meet();
        return take(tx, { poolId, nodes: 1, window: day });
      }),
    );
    expect(sold).toBe(1);
  });
});
