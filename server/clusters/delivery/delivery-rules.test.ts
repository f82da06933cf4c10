import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginDelivery, contractedInterval, DELIVERY_PHASES, isDelivered, phaseSeconds, planDelivery, reportPhase, runningPhase } from "./delivery-rules";

const HOUR = 3_600;
const START = 500_000 * HOUR;

describe("the plan of a delivery", () => {
  it("begins two hours ahead, ready 79 minutes early, so that one failed burn-in does not make it late", () => {
    const plan = planDelivery(START - 9 * HOUR, START);
    expect(plan).toMatchObject({ startsAt: START - 2 * HOUR, promisedAt: START, readyAt: START - 79 * 60 });
    expect(plan.phases.map((phase) => phase.name)).toEqual(DELIVERY_PHASES);
  });
  it("cuts burn-in short rather than be late, as far as it may", () => {
    expect(planDelivery(START - 1_200, START).readyAt).toBe(START);
    expect(planDelivery(START - 60, START).readyAt).toBe(START - 60 + 780);
    expect(planDelivery(START, START).readyAt).toBe(START + 780);
  });
  it("leaves no gap between phases", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 7_200 }), (offset) => {
        const plan = planDelivery(START + offset, START);
        let at = plan.startsAt;
        for (const phase of plan.phases) {
          expect(phase.startsAt).toBe(at);
          at = phase.dueAt;
        }
        expect(at).toBe(plan.readyAt);
        expect(plan.startsAt).toBeGreaterThanOrEqual(START + offset);
      }),
    );
  });
});

describe("going through the phases", () => {
  const seconds = phaseSeconds(HOUR);
  it("exchanges nodes that failed and ends with all of them accepted, whatever the reports", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.array(fc.nat(16), { maxLength: 20 }), (nodes, reports) => {
        let phases = beginDelivery(nodes, seconds, START);
        let at = START;
        for (const report of [...reports, ...DELIVERY_PHASES.map(() => 16)]) {
          const running = runningPhase(phases);
          if (!running) break;
          expect((running.dueAt ?? 0) > at || at === START).toBe(true);
          at = running.dueAt ?? at;
          phases = reportPhase(phases, Math.min(report, running.total - running.done), seconds, at);
          expect(phases.filter((phase) => phase.startedAt !== null && phase.finishedAt === null).length).toBe(isDelivered(phases) ? 0 : 1);
        }
        expect(isDelivered(phases)).toBe(true);
        expect(phases.every((phase, index) => phase.done === nodes && phase.startedAt === (phases[index - 1]?.finishedAt ?? START))).toBe(true);
      }),
    );
  });
  it("gives substitutes the time of every phase they repeat", () => {
    let phases = beginDelivery(4, seconds, 0);
    phases = reportPhase(phases, 3, seconds, 60);
    expect(runningPhase(phases)).toMatchObject({ name: "allocate", done: 3, dueAt: 120 });
    phases = reportPhase(phases, 1, seconds, 120);
    phases = reportPhase(phases, 4, seconds, 420);
    phases = reportPhase(phases, 4, seconds, 540);
    phases = reportPhase(phases, 3, seconds, 2_340);
    expect(runningPhase(phases)).toMatchObject({ name: "burn_in", done: 3, total: 4, dueAt: 2_340 + 60 + 300 + 120 + 1_800 });
    expect(() => reportPhase(phases, 2, seconds, 3_000)).toThrow(RangeError);
    expect(() => reportPhase([], 0, seconds, 0)).toThrow(RangeError);
  });
});

describe("charging", () => {
  it("charges from the later of start and hand-over", () => {
    const term = { start: START, end: START + 24 * HOUR };
    expect(contractedInterval(term, START - 900, null)).toEqual(term);
    expect(contractedInterval(term, START + 900, START + HOUR)).toEqual({ start: START + 900, end: START + HOUR });
    expect(contractedInterval(term, null, null)).toBeNull();
    expect(contractedInterval(term, START + HOUR, START + HOUR)).toBeNull();
  });
});
