import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holdExpiry } from "@/server/capacity/quotes/quote-rules";
import { promisedAt } from "@/server/capacity/quotes/term-rules";
import { beginDelivery, contractedInterval, DELIVERY_PHASES, isDelivered, phaseSeconds, planDelivery, reportPhase, runningPhase } from "./delivery-rules";

const HOUR = 3_600;
const START = 500_000 * HOUR;

describe("the delivery plan", () => {
  it("starts two hours ahead and is ready 79 minutes early", () => {
    const plan = planDelivery(START - 9 * HOUR, START);
    expect(plan).toMatchObject({ startsAt: START - 2 * HOUR, promisedAt: START, readyAt: START - 79 * 60 });
    expect(plan.phases.map((phase) => phase.name)).toEqual(DELIVERY_PHASES);
  });
  it("shortens burn-in rather than be late, within limits", () => {
    expect(planDelivery(START - HOUR, START).readyAt).toBe(START - HOUR / 2);
    expect(planDelivery(START - 1_200, START).readyAt).toBe(START - 1_200 + 780);
    expect(planDelivery(START, START).readyAt).toBe(START + 780);
  });
  it("keeps the promise of its quote whenever it is confirmed, even when a node fails any one phase", () => {
    const moments = {
      quotedAt: fc.integer({ min: START - 40 * HOUR, max: START }),
      waited: fc.integer({ min: 0, max: 899 }),
      failing: fc.integer({ min: 0, max: 4 }),
      nodes: fc.integer({ min: 1, max: 16 }),
    };
    fc.assert(
      fc.property(fc.record(moments), ({ quotedAt, waited, failing, nodes }) => {
        const expiresAt = holdExpiry(quotedAt);
        const promise = promisedAt({ start: START, confirmedBy: expiresAt, leadSeconds: HOUR });
        const plan = planDelivery(quotedAt + waited, promise);
        expect(promise).toBeGreaterThanOrEqual(Math.max(START, quotedAt + waited + HOUR));
        let phases = beginDelivery(nodes, plan.seconds, plan.startsAt);
        let handedOver = plan.startsAt;
        for (let failed = false; !isDelivered(phases);) {
          const running = runningPhase(phases);
          handedOver = running?.dueAt ?? Infinity;
          const fails: boolean = !failed && running?.name === DELIVERY_PHASES[failing];
          failed ||= fails;
          phases = reportPhase(phases, nodes - (running?.done ?? 0) - (fails ? 1 : 0), plan.seconds, handedOver);
        }
        expect(handedOver).toBeLessThanOrEqual(promise);
      }),
    );
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

describe("the delivery phases", () => {
  const seconds = phaseSeconds(2 * HOUR);
  it("exchange failed nodes and end with all of them accepted, whatever is reported", () => {
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
  it("give substitutes time for every phase they repeat", () => {
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
  it("starts at the later of term start and hand-over", () => {
    const term = { start: START, end: START + 24 * HOUR };
    expect(contractedInterval(term, START - 900, null)).toEqual(term);
    expect(contractedInterval(term, START + 900, START + HOUR)).toEqual({ start: START + 900, end: START + HOUR });
    expect(contractedInterval(term, null, null)).toBeNull();
    expect(contractedInterval(term, START + HOUR, START + HOUR)).toBeNull();
  });
});
