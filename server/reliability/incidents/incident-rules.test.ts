import { describe, expect, it } from "vitest";
import type { NodeState, StateInterval, StateReason } from "@/lib/node-state";
import { darkSpans, lasted, nodeTitle, reconcile, replacedTitle, type Spell, spellsOf } from "./incident-rules";

const T0 = 1_793_000_000;
const row = (start: number, end: number | null, state: NodeState, reason: StateReason, code: number | null = null): StateInterval => ({
  start: T0 + start,
  end: end === null ? null : T0 + end,
  state,
  reason,
  code,
});
const SERVED = { start: T0, end: T0 + 100_000 };
const NOW = T0 + 50_000;
const brief = (spells: readonly Spell[]) => spells.map(({ start, end, kind, reason }) => `${start - T0}-${end === null ? "" : end - T0} ${kind} ${reason}`);

describe("a site is dark", () => {
  const silences = (...spans: [number, number | null][]) => spans.map(([start, end]) => ({ start, end }));
  it("when four fifths of its nodes are unreachable at once, from the first such second to the last", () => {
    expect(darkSpans(silences([0, 300], [10, 300], [20, 310], [30, 320]), 5)).toEqual([{ start: 30, end: 300 }]);
    expect(darkSpans(silences([0, 300], [10, 300], [20, 310]), 5)).toEqual([]);
    expect(darkSpans(silences([0, null], [0, null], [60, null], [0, 40]), 4)).toEqual([]);
    expect(darkSpans(silences([0, null], [0, null], [60, null], [0, null]), 4)).toEqual([{ start: 60, end: null }]);
  });
  it("not for less than two minutes, and not with only one or two nodes", () => {
    expect(darkSpans(silences([0, 119], [0, 119], [0, 119]), 3)).toEqual([]);
    expect(darkSpans(silences([0, null], [0, null]), 2)).toEqual([]);
  });
  it("without interruption when one node returns in the second another fails", () => {
    expect(darkSpans(silences([0, 600], [0, 600], [0, 300], [300, 600]), 3)).toEqual([{ start: 0, end: 600 }]);
  });
});

describe("spells of a serving node", () => {
  it("join when close together, and take their name from the worst", () => {
    const rows = [
      row(0, 1000, "up", "good"),
      row(1000, 1300, "degraded", "throughput"),
      row(1300, 1600, "up", "good"),
      row(1600, 1900, "down", "xid", 79),
      row(1900, 9000, "up", "good"),
      row(9000, null, "degraded", "ecc"),
    ];
    expect(brief(spellsOf(rows, SERVED, [], NOW))).toEqual(["1000-1900 node_down xid", "9000- node_degraded ecc"]);
  });
  it("begin and end with the service", () => {
    const rows = [row(-500, 400, "down", "silence"), row(400, 60_000, "up", "good"), row(60_000, null, "down", "xid", 48)];
    expect(brief(spellsOf(rows, { start: T0, end: T0 + 70_000 }, [], NOW))).toEqual(["0-400 node_down silence", "60000- node_down xid"]);
    expect(spellsOf(rows, { start: T0 + 500, end: T0 + 600 }, [], NOW)).toEqual([]);
  });
  it("leave silence to the dark site's incident, but not a fatal XID, nor silence that outlasts it", () => {
    const dark = [{ start: T0 + 1000, end: T0 + 2000 }];
    expect(spellsOf([row(940, 2060, "down", "silence")], SERVED, dark, NOW)).toEqual([]);
    expect(brief(spellsOf([row(940, 2060, "down", "xid", 79)], SERVED, dark, NOW))).toEqual(["940-2060 node_down xid"]);
    expect(brief(spellsOf([row(940, null, "down", "silence")], SERVED, dark, NOW))).toEqual(["2000- node_down silence"]);
    expect(spellsOf([row(940, null, "down", "silence")], SERVED, dark, T0 + 2200)).toEqual([]);
    expect(spellsOf([row(940, null, "down", "silence")], SERVED, [{ start: T0 + 1000, end: null }], NOW)).toEqual([]);
  });
});

describe("incidents follow spells", () => {
  const spell = (start: number, end: number | null, kind: Spell["kind"] = "node_down"): Spell => ({
    start: T0 + start,
    end: end === null ? null : T0 + end,
    kind,
    reason: "silence",
    code: null,
  });
  const known = (start: number, end: number | null, kind = "node_down") => ({ id: "inc_1", start: T0 + start, end: end === null ? null : T0 + end, kind });
  it("open, resolve, reopen and worsen once", () => {
    expect(reconcile([spell(0, null)], [])).toMatchObject([{ kind: "open" }]);
    expect(reconcile([spell(0, null)], [known(0, null)])).toEqual([]);
    expect(reconcile([spell(0, 600)], [known(0, null)])).toEqual([{ kind: "resolve", id: "inc_1", at: T0 + 600 }]);
    expect(reconcile([spell(0, 600)], [known(0, 600)])).toEqual([]);
    expect(reconcile([spell(0, null)], [known(0, 600)])).toMatchObject([{ kind: "reopen" }]);
    expect(reconcile([spell(0, null)], [known(0, null, "node_degraded")])).toMatchObject([{ kind: "worsen" }]);
    expect(reconcile([spell(0, 600), spell(5000, null)], [known(0, 600)])).toMatchObject([{ kind: "open", spell: { start: T0 + 5000 } }]);
  });
  it("become part of the site's incident when the whole site was unreachable", () => {
    const dark = [{ id: "inc_site", kind: "site_dark", start: T0 + 160, end: null }];
    expect(reconcile([], [known(100, null)], dark)).toEqual([{ kind: "merge", id: "inc_1", into: "inc_site" }]);
    expect(reconcile([], [known(100, 280)], dark)).toEqual([{ kind: "merge", id: "inc_1", into: "inc_site" }]);
    expect(reconcile([], [known(100, 120)], dark)).toEqual([]);
    expect(reconcile([], [known(100, 280, "node_degraded")], dark)).toEqual([]);
    expect(reconcile([spell(100, null)], [known(100, null)], dark)).toEqual([]);
  });
  it("are withdrawn when late signals show that nothing was wrong", () => {
    expect(reconcile([], [known(100, null)])).toEqual([{ kind: "resolve", id: "inc_1", at: T0 + 100 }]);
    expect(reconcile([], [known(100, 400)])).toEqual([]);
  });
});

it("have plain titles", () => {
  expect(nodeTitle("n11", "pretrain-7", { reason: "xid", code: 79 })).toBe("Node n11 of pretrain-7 is down after XID 79, GPU fell off the bus");
  expect(nodeTitle("n04", "infer-eu", { reason: "throughput", code: null })).toBe("Node n04 of infer-eu is below its committed bandwidth");
  expect(replacedTitle("n11", "pretrain-7", { reason: "xid", code: 79 })).toBe("Node n11 of pretrain-7 replaced after XID 79");
  expect([280, 7500, 3600, 0, 273_600].map(lasted)).toEqual(["4 min 40 s", "2 h 5 min", "1 h", "0 s", "3 d 4 h"]);
});
