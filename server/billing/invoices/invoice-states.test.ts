import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SECONDS_PER_DAY, formatInstant, parseInstant, startOfDay } from "@/lib/period";
import { INVOICE_TRANSITIONS, type InvoiceEvent, type InvoiceState, dueDate, isPastDue, nextInvoiceState, reminderSchedule } from "./invoice-states";

const events: InvoiceEvent[] = ["finalise", "send", "part_payment", "full_payment", "pass_due_date", "credit"];

describe("the states of an invoice", () => {
  it("run from draft to paid, on time or late", () => {
    const run = (list: InvoiceEvent[]) => list.reduce<InvoiceState | null>((state, event) => (state ? nextInvoiceState(state, event) : null), "draft");
    expect(run(["finalise", "send", "part_payment", "full_payment"])).toBe("paid");
    expect(run(["finalise", "send", "pass_due_date", "part_payment"])).toBe("overdue");
    expect(run(["finalise", "full_payment", "send"])).toBe("paid");
    expect(run(["finalise", "send", "credit"])).toBe("credited");
    expect(run(["send"])).toBeNull();
    expect(run(["finalise", "send", "full_payment", "pass_due_date"])).toBeNull();
  });

  it("never return to draft, never leave credited, and accept no money when nothing is open", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 20 }), (list) => {
        let state: InvoiceState = "draft";
        for (const event of list) {
          const next = nextInvoiceState(state, event);
          if (next === null) continue;
          if (state !== "draft") expect(next).not.toBe("draft");
          if (state === "credited") expect(next).toBe("credited");
          if (state === "paid" || state === "credited") expect(event).not.toMatch(/payment/);
          state = next;
        }
      }),
    );
    expect(Object.keys(INVOICE_TRANSITIONS)).toHaveLength(7);
  });
});

describe("dates", () => {
  const issuedAt = parseInstant("2026-11-02T06:15:00Z");
  const dueAt = dueDate(issuedAt, 30);

  it("fall due as on the mock, and the due day itself is on time", () => {
    expect(formatInstant(dueAt)).toBe("2026-12-02T00:00:00Z");
    expect(isPastDue(dueAt, parseInstant("2026-12-02T23:59:59Z"))).toBe(false);
    expect(isPastDue(dueAt, parseInstant("2026-12-03T00:00:00Z"))).toBe(true);
  });

  it("remind a week before and then after, at 08:00", () => {
    expect(reminderSchedule({ issuedAt, dueAt }).map((reminder) => [reminder.kind, formatInstant(reminder.at)])).toEqual([
      ["before_due", "2026-11-25T08:00:00Z"],
      ["after_due", "2026-12-03T08:00:00Z"],
      ["after_due", "2026-12-09T08:00:00Z"],
      ["after_due", "2026-12-16T08:00:00Z"],
      ["after_due", "2027-01-01T08:00:00Z"],
    ]);
  });

  it("never remind before the invoice exists, nor call an invoice late that is not", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: SECONDS_PER_DAY - 1 }), (netDays, second) => {
        const issued = startOfDay(issuedAt) + second;
        const due = dueDate(issued, netDays);
        for (const reminder of reminderSchedule({ issuedAt: issued, dueAt: due })) {
          expect(reminder.at > issued).toBe(true);
          expect(isPastDue(due, reminder.at)).toBe(reminder.kind === "after_due");
        }
      }),
    );
  });
});
