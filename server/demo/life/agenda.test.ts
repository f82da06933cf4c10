import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Agenda } from "./agenda";

describe("the agenda", () => {
  it("returns entries by time and, at one instant, in insertion order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 }), async (instants) => {
        const agenda = new Agenda();
        const done: string[] = [];
        instants.forEach((at, index) => agenda.add(at, async () => void done.push(`${at} ${String(index).padStart(2, "0")}`)));
        for (let entry = agenda.take(Infinity); entry; entry = agenda.take(Infinity)) await entry.run();
        expect(done).toEqual([...done].sort());
        expect(done).toHaveLength(instants.length);
      }),
    );
  });

  it("keeps what is not due yet", () => {
    const agenda = new Agenda();
    expect(agenda.nextAt).toBe(Infinity);
    agenda.add(20, () => Promise.resolve());
    expect([agenda.take(19), agenda.nextAt, agenda.take(20)?.at, agenda.nextAt]).toEqual([undefined, 20, 20, Infinity]);
  });
});
