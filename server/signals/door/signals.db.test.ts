import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { formatInstant, type Instant, toInstant } from "@/lib/period";
import { testNetwork } from "@/server/catalog/testing/network";
import { systemCaller } from "@/server/kernel/operation/actor";
import { setInstant } from "@/server/kernel/process/clock";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { asNode, everything } from "@/server/kernel/testing";
import { useOwnDatabase } from "@/server/kernel/testing/own-database";
import { detectBlindness } from "../collectors/detect-blindness";
import { recordSignals } from "./record-signals";
import { type NodeSignals, SOURCES, type Span } from "./runs";
import { listenToChanges } from "../reducer/changes";
import { type GoodRuns, extendRuns } from "../watch/watch-rows";
import { extendOrRecompute, type WatchState } from "../watch/watch-state";
import { beats, detect, nodesOfPool, reset, send, statesOf, type TestSignal, watching, xid } from "../testing/signals";
import { prisma } from "@/server/kernel/testing/prisma";

// Every test has its own day, so that one test's silence never affects another's.
let day = 0;
let T0: Instant;
let pool: string;
let nodes: string[];

// Incidents belong to the module above and have their own tests.
listenToChanges({ changed: () => Promise.resolve(), timePassed: () => Promise.resolve() });

// Silence is detected across the whole network, whatever time other tests have set.
beforeAll(() => useOwnDatabase(process.env.MIGRATION_DATABASE_URL));
beforeEach(async () => {
  T0 = toInstant(new Date("2031-01-01T00:00:00Z")) + (day += 7) * 86_400;
  setInstant(new Date(T0 * 1000));
  const network = await testNetwork([{ nodes: 8 }]);
  pool = network.poolIds[0] ?? "";
  nodes = await nodesOfPool(pool);
});
afterEach(() => setInstant(null));
afterAll(closeDatabase);

const MIN = 60;
const minutesAt = (minutes: number): Instant => T0 + minutes * MIN;
/** Collectors watch, and these nodes are heard, for this many minutes from T0; sent when they are over. */
const listen = (minutes: number, more: TestSignal[] = [], heard = nodes) =>
  send(minutesAt(minutes), [watching(pool, T0, minutes), ...heard.map((node) => beats(node, T0, minutes)), ...more]);
const first = () => nodes[0] ?? "";

describe("the door's answer", () => {
  it("accepts valid items and reports what is wrong with the others, item by item", async () => {
    setInstant(new Date(minutesAt(10) * 1000));
    const answer = await run(recordSignals, asNode(), {
      signals: [
        beats(first(), T0, 10),
        watching(pool, T0, 10),
        beats("nod_NOBODY", T0, 3),
        watching("nowhere", T0, 1),
        7,
        { ...beats(first(), T0, 1), source: "moon" },
        { node: first(), source: "agent", kind: "heartbeat", ok: true, observedAt: formatInstant(minutesAt(200)) },
        { node: first(), source: "agent", kind: "heartbeat", ok: true, observedAt: formatInstant(T0 - 73 * 3600) },
      ],
    });
    expect(answer.taken).toBe(20);
    expect(answer.refused.map(({ index, code, count }) => [index, code, count])).toEqual([
      [2, "node_unknown", 3],
      [3, "pool_unknown", 1],
      [4, "not_an_object", 1],
      [5, "source_unknown", 1],
      [6, "from_the_future", 1],
      [7, "too_late", 1],
    ]);
    expect(await statesOf(first(), T0)).toEqual(["0- up good"]);
  });

  it("changes nothing when the same signals are repeated", async () => {
    await listen(30, [xid(first(), minutesAt(10), 79)]);
    const before = await statesOf(first(), T0);
    await listen(30, [xid(first(), minutesAt(10), 79)]);
    expect(before).toEqual(["0-600 up good", "600- down xid79"]);
    expect(await statesOf(first(), T0)).toEqual(before);
    const rows = await transaction(everything, (tx) => tx.sql(`select 1 from "SignalRun" where "nodeId" = $1 and kind = 'xid'`, [first()]));
    expect(rows).toHaveLength(1);
  });
});

describe("nodes", () => {
  it("fall silent two minutes before the collectors' watermark, dated back, and return with the first of two", async () => {
    await listen(10);
    await send(minutesAt(14), [watching(pool, minutesAt(10), 4), ...nodes.slice(1).map((node) => beats(node, minutesAt(10), 4))]);
    await detect(minutesAt(14) + 5);
    expect(await statesOf(first(), T0)).toEqual(["0-600 up good", "600- down silence"]);
    await send(minutesAt(16), [watching(pool, minutesAt(14), 2), beats(first(), minutesAt(15), 1)]);
    expect(await statesOf(first(), T0)).toEqual(["0-600 up good", "600- down silence"]);
    await send(minutesAt(17), [watching(pool, minutesAt(16), 1), beats(first(), minutesAt(16), 1)]);
    expect(await statesOf(first(), T0)).toEqual(["0-600 up good", "600-900 down silence", "900- up good"]);
  });

  it("do not flap: single good minutes between bad ones keep them down", async () => {
    await listen(10);
    for (const minute of [12, 14, 16, 18]) await send(minutesAt(minute + 1), [watching(pool, minutesAt(minute - 2), 3), beats(first(), minutesAt(minute), 1)]);
    await detect(minutesAt(19) + 1);
    expect(await statesOf(first(), T0)).toEqual(["0-600 up good", "600- down silence"]);
  });

  it("are usable, not merely reachable: a fatal XID holds until the reset", async () => {
    await listen(30, [xid(first(), minutesAt(5) + 7, 79), reset(first(), minutesAt(20)), xid(nodes[1] ?? "", minutesAt(5), 31)]);
    expect(await statesOf(first(), T0)).toEqual(["0-307 up good", "307-1200 down xid79", "1200- up good"]);
    expect(await statesOf(nodes[1] ?? "", T0)).toEqual(["0- up good"]);
  });

  it("are unknown while collectors were blind for ten minutes, neither up nor down", async () => {
    await listen(10);
    await detect(minutesAt(15));
    expect(await statesOf(first(), T0)).toEqual(["0-600 up good", "600- unknown collectors_blind"]);
    await send(minutesAt(22), [watching(pool, minutesAt(20), 2), beats(first(), minutesAt(20), 2)]);
    await detect(minutesAt(22) + 5);
    expect(await statesOf(first(), T0)).toEqual(["0-600 up good", "600-1200 unknown collectors_blind", "1200- up good"]);
    expect(await statesOf(nodes[1] ?? "", T0)).toEqual(["0-600 up good", "600-1200 unknown collectors_blind", "1200- down silence"]);
    // The collectors had only been cut off; their buffered heartbeats close the gap.
    await send(minutesAt(23), [watching(pool, minutesAt(10), 13), ...nodes.map((node) => beats(node, minutesAt(10), 13))]);
    for (const node of nodes) expect(await statesOf(node, T0)).toEqual(["0- up good"]);
  });

  it("are not reported unknown by a detector that was paused", async () => {
    await listen(10);
    setInstant(new Date(minutesAt(100) * 1000));
    expect(await run(detectBlindness, systemCaller("test"), {})).toEqual({ unseen: 0 });
    expect(await statesOf(first(), T0)).toEqual(["0- up good"]);
  });

  it("with a clock hours behind are judged by their probes; hours ahead are refused", async () => {
    const behind = beats(first(), T0 - 3 * 3600, 30);
    await send(minutesAt(30), [watching(pool, T0, 30), ...["probe-1", "probe-2", "probe-3"].map((probe) => beats(first(), T0, 30, probe)), behind]);
    await send(minutesAt(31), [
      watching(pool, minutesAt(30), 1),
      ...["probe-1", "probe-2", "probe-3"].map((probe) => beats(first(), minutesAt(30), 1, probe)),
      beats(first(), minutesAt(30) - 3 * 3600, 1),
    ]);
    expect((await statesOf(first(), T0)).at(-1)).toMatch(/0- up good$/);
    const { refused } = await send(minutesAt(31), [beats(first(), minutesAt(31) + 3 * 3600, 1)]);
    expect(refused.map(({ code }) => code)).toEqual(["from_the_future"]);
  });

  it("have no history while nobody watched them, and start again when they are heard again", async () => {
    await transaction(everything, (tx) => tx.exec(`update "Node" set watched = false where id = $1`, [first()]));
    await listen(10);
    await send(minutesAt(20), [watching(pool, minutesAt(10), 10), ...nodes.slice(1).map((node) => beats(node, minutesAt(10), 10))]);
    expect(await detect(minutesAt(20) + 5)).toMatchObject({ released: 1 });
    expect(await statesOf(first(), T0)).toEqual(["0-600 up good"]);
    await send(minutesAt(40), [watching(pool, minutesAt(20), 20), beats(first(), minutesAt(30), 10), beats(first(), minutesAt(5), 3)]);
    expect(await statesOf(first(), T0)).toEqual(["0-600 up good", "1800- up good"]);
  });
});

describe("blindness", () => {
  it("ends at once in whatever order the buffered heartbeats of node and collectors arrive", async () => {
    await listen(10);
    await detect(minutesAt(20));
    expect(await statesOf(first(), T0)).toEqual(["0-600 up good", "600- unknown collectors_blind"]);
    await send(minutesAt(20) + 1, [beats(first(), minutesAt(10), 10)]);
    await send(minutesAt(20) + 2, [watching(pool, minutesAt(10), 10)]);
    expect(await statesOf(first(), T0)).toEqual(["0- up good"]);
  });
});

describe("the order of signals", () => {
  // An hour of one node with silence, failing probes, a fault, a degradation and a slow cable, as single signals.
  const story = (node: string): TestSignal[] => {
    const single = (source: string, minute: number, ok = true): TestSignal => ({
      node,
      source,
      kind: source === "agent" ? "heartbeat" : "probe",
      ok,
      observedAt: formatInstant(minutesAt(minute) + 13),
    });
    const minutes = Array.from({ length: 60 }, (_, minute) => minute);
    return [
      ...minutes.filter((minute) => minute < 10 || (minute > 13 && minute !== 20)).map((minute) => single("agent", minute)),
      ...[25, 26, 27].flatMap((minute) => [single("probe-1", minute, false), single("probe-3", minute, false)]),
      ...minutes.filter((minute) => minute > 24).map((minute) => single("probe-2", minute)),
      xid(node, minutesAt(35) + 20, 119),
      reset(node, minutesAt(40) + 5),
      { node, source: "agent", kind: "ecc", ok: false, observedAt: formatInstant(minutesAt(42)) },
      { node, source: "probe-1", kind: "throughput", value: 61, observedAt: formatInstant(minutesAt(47)) },
      { node, source: "probe-1", kind: "throughput", value: 112, observedAt: formatInstant(minutesAt(48)) },
    ];
  };
  const shuffled = <T>(items: readonly T[], seed: number): T[] =>
    items
      .map((item, index) => ({ item, at: (Math.imul(index + 1, 2_654_435_761) ^ Math.imul(seed, 40_503)) >>> 0 }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  const EXPECTED = [
    "13-613 up good",
    "613-853 down silence",
    "853-1513 up good",
    "1513-1693 down probes_failed",
    "1693-2120 up good",
    "2120-2405 down xid119",
    "2405-2520 up good",
    "2520-2820 degraded ecc",
    "2820-3000 degraded throughput",
    "3000- up good",
  ];

  it("does not matter: live, all at once, shuffled, duplicated or in spans", async () => {
    const [live, once, mixed, doubled] = nodes as [string, string, string, string];
    for (let minute = 1; minute <= 60; minute += 1) {
      const now = minutesAt(minute);
      const inMinute = story(live).filter((signal) => signal.observedAt >= formatInstant(now - 60) && signal.observedAt < formatInstant(now));
      await send(now, [watching(pool, now - 60, 1), ...inMinute]);
      await detect(now + 1);
    }
    expect(await statesOf(live, T0)).toEqual(EXPECTED);
    await send(minutesAt(60), story(once));
    expect(await statesOf(once, T0)).toEqual(EXPECTED);
    for (const [index, part] of [0, 1, 2, 3, 4].entries())
      await send(
        minutesAt(60) + index,
        shuffled(story(mixed), 3).filter((_, at) => at % 5 === part),
      );
    expect(await statesOf(mixed, T0)).toEqual(EXPECTED);
    for (const seed of [1, 2]) await send(minutesAt(60), shuffled([...story(doubled), ...story(doubled)], seed));
    expect(await statesOf(doubled, T0)).toEqual(EXPECTED);
  });

  it("does not matter for 32 concurrent calls about the same nodes", async () => {
    await send(T0, [watching(pool, T0 - 60, 1)]);
    setInstant(new Date(minutesAt(60) * 1000));
    const all = shuffled([...nodes.flatMap((node) => story(node)), ...Array.from({ length: 60 }, (_, minute) => watching(pool, minutesAt(minute), 1))], 7);
    const calls = Array.from({ length: 32 }, (_, call) => all.filter((_, at) => at % 32 === call));
    await Promise.all(calls.map((signals) => run(recordSignals, asNode(), { signals })));
    await detect(minutesAt(60) + 1);
    for (const node of nodes) expect(await statesOf(node, T0)).toEqual(EXPECTED);
  });

  it("a span means its single signals, and going on being well moves only the end of a run", async () => {
    await listen(30);
    const watched = () =>
      transaction(everything, (tx) =>
        tx.sql<{ agentFrom: number; agentLast: number; unsettled: boolean }>(
          `select "agentFrom"::float8, "agentLast"::float8, unsettled from "NodeWatch" where "nodeId" = $1`,
          [first()],
        ),
      );
    expect(await watched()).toEqual([{ agentFrom: T0, agentLast: T0 + 29 * 60, unsettled: false }]);
    await send(minutesAt(40), [watching(pool, minutesAt(30), 10), beats(first(), minutesAt(29), 11)]);
    expect(await watched()).toEqual([{ agentFrom: T0, agentLast: T0 + 39 * 60, unsettled: false }]);
    expect(await statesOf(first(), T0)).toEqual(["0- up good"]);
  });

  it("the fast path's statement extends exactly what the rule extends", async () => {
    const near = (seed: number, range: number) => (Math.imul(seed, 2_654_435_761) >>> 8) % range;
    const base = 1_900_000_000;
    const run = (seed: number): Span | null =>
      near(seed, 4) === 0 ? null : { from: base + 60 * near(seed + 1, 6), last: base + 360 + 60 * near(seed + 2, 6), steady: near(seed + 3, 3) > 0 };
    const cases = Array.from({ length: 400 }, (_, at) => {
      const runs = Object.fromEntries(SOURCES.map((source, k) => [source, run(at * 31 + k * 7)])) as WatchState["runs"];
      const watch: WatchState = { state: near(at, 5) === 0 ? "degraded" : "up", unsettled: near(at + 9, 6) === 0, runs };
      const incoming = Object.fromEntries(
        SOURCES.map((source, k) => {
          const from = base - 120 + 60 * near(at * 17 + k * 5, 20) + (near(at * 7 + k, 5) === 0 ? 13 : 0);
          return [source, near(at * 13 + k, 3) === 0 ? { from, last: from + 60 * near(at + k, 3), steady: near(at * 3 + k, 6) > 0 } : null];
        }),
      ) as NonNullable<GoodRuns["runs"]>;
      return { nodeId: `nod_CASE${day}${String(at).padStart(4, "0")}`, watch, incoming };
    });
    const db = prisma();
    const ofCases = { nodeId: { in: cases.map(({ nodeId }) => nodeId) } };
    await db.nodeWatch.createMany({
      data: cases.map(({ nodeId, watch }) => {
        const [a, b, c, d] = SOURCES.map((source) => watch.runs[source]);
        return {
          nodeId,
          poolId: pool,
          state: watch.state,
          unsettled: watch.unsettled,
          agentFrom: a?.from,
          agentLast: a?.last,
          agentSteady: a?.steady,
          probe1From: b?.from,
          probe1Last: b?.last,
          probe1Steady: b?.steady,
          probe2From: c?.from,
          probe2Last: c?.last,
          probe2Steady: c?.steady,
          probe3From: d?.from,
          probe3Last: d?.last,
          probe3Steady: d?.steady,
        };
      }),
    });
    const left = new Set(
      await transaction(everything, (tx) =>
        extendRuns(
          tx,
          cases.map(({ nodeId, incoming }) => ({ nodeId, runs: incoming })),
        ),
      ),
    );
    const rows = await db.nodeWatch.findMany({ where: ofCases });
    await db.nodeWatch.deleteMany({ where: ofCases });
    const ends = new Map(
      rows.map((row) => [row.nodeId, [row.agentLast, row.probe1Last, row.probe2Last, row.probe3Last].map((last) => (last === null ? null : Number(last)))]),
    );
    let extended = 0;
    for (const { nodeId, watch, incoming } of cases) {
      const signals: NodeSignals = { runs: SOURCES.flatMap((source) => (incoming[source] ? [{ source, ok: true, ...incoming[source] }] : [])), points: [] };
      const rule = extendOrRecompute(watch, signals, 100);
      expect(left.has(nodeId), nodeId).toBe(rule.kind === "recompute");
      const after = rule.kind === "extend" ? rule.runs : watch.runs;
      expect(ends.get(nodeId), nodeId).toEqual(SOURCES.map((source) => after[source]?.last ?? null));
      if (rule.kind === "extend") extended += 1;
    }
    expect(extended).toBeGreaterThan(40);
  });
});
