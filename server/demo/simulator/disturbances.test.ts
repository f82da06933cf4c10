import { describe, expect, it } from "vitest";
import { parseInstant, SECONDS_PER_DAY, SECONDS_PER_HOUR } from "@/lib/period";
import { faultsOf } from "@/prisma/seed/faults";
import { disturbancesOf, type NodeHistory } from "./disturbances";

const ANCHOR = parseInstant("2026-11-22T14:32:00Z");
const FROM = ANCHOR - 400 * SECONDS_PER_DAY;

const node = (nodeId: string, more: Partial<NodeHistory> = {}): NodeHistory => ({
  nodeId,
  poolId: "xx-nowhere-1a:h100-sxm.8x",
  siteId: "xx-nowhere-1a",
  committedGbps: 100,
  reportsFrom: FROM,
  service: [],
  repairs: [],
  storyFaults: [],
  ...more,
});

/** Nodes with a fault of that kind, and the fault. */
function failing(behaviour: string) {
  for (let number = 0; ; number += 1) {
    const nodeId = `nod_TEST${number}`;
    const fault = faultsOf(nodeId, FROM, ANCHOR, ANCHOR).find(
      (candidate) => candidate.behaviour === behaviour && candidate.end - candidate.start > 8 * SECONDS_PER_HOUR,
    );
    if (fault) return { nodeId, fault };
  }
}

const around = ({ nodeId, ...more }: Partial<NodeHistory> & { nodeId: string }, at: number) =>
  disturbancesOf(node(nodeId, more), at - SECONDS_PER_HOUR, at + 10 * SECONDS_PER_DAY, ANCHOR).filter(({ start }) => Math.abs(start - at) < SECONDS_PER_HOUR);

describe("disturbances of a node", () => {
  it("last until the repair when it served, and minutes when it was idle", () => {
    const { nodeId, fault } = failing("xid_fatal");
    const serving = around({ nodeId, service: [{ start: fault.start - 60, end: fault.start + 240 }] }, fault.start);
    expect(serving).toMatchObject([{ effect: "xid", xid: fault.xid, start: fault.start, end: fault.end }]);
    const [idle] = around({ nodeId }, fault.start);
    expect(idle && idle.end - idle.start).toBe(280);
  });

  it("continue during repair, or switch the node off there when it was only slow", () => {
    const dead = failing("silent");
    const served = (start: number) => [{ start: start - 60, end: start + 280 }];
    expect(around({ nodeId: dead.nodeId, service: served(dead.fault.start), repairs: [dead.fault.start + 120] }, dead.fault.start)).toMatchObject([
      { effect: "silent", end: dead.fault.end },
    ]);
    const slow = failing("degraded");
    const taken = slow.fault.start + 900;
    const [ran, off] = around({ nodeId: slow.nodeId, service: served(slow.fault.start), repairs: [taken] }, slow.fault.start);
    expect(ran?.end).toBe(taken + 300);
    expect(off).toMatchObject({ effect: "silent", start: taken + 300 });
    expect(off?.end).toBeGreaterThanOrEqual(slow.fault.end);
  });

  it("switch it off for a while when it failed a test before delivery", () => {
    const at = ANCHOR - 30 * SECONDS_PER_DAY;
    const [off, ...none] = disturbancesOf(node("nod_WELL", { repairs: [at] }), at - 60, at + 60 * SECONDS_PER_DAY, ANCHOR).filter(
      ({ effect, start }) => effect === "silent" && start === at + 300,
    );
    expect(none).toEqual([]);
    expect(off && off.end - off.start).toBeGreaterThanOrEqual(3 * SECONDS_PER_HOUR);
  });

  it("are the same for whichever span is asked", () => {
    const { nodeId, fault } = failing("probe_failing");
    const history = node(nodeId, { service: [{ start: fault.start - 60, end: fault.end }] });
    const whole = disturbancesOf(history, FROM, ANCHOR, ANCHOR);
    const middle = fault.start + 3_600;
    expect(disturbancesOf(history, middle, middle + 60, ANCHOR)).toEqual(whole.filter(({ start, end }) => start < middle + 60 && end > middle));
  });
});
