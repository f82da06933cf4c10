import { afterAll, afterEach, describe, expect, it } from "vitest";
import { createReservation } from "@/server/capacity/reservations/create-reservation";
import { testQuote, testReservation } from "@/server/capacity/testing/reserve";
import { systemCaller } from "@/server/kernel/operation/actor";
import { setInstant } from "@/server/kernel/process/clock";
import { closeDatabase } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { testTenant } from "@/server/kernel/testing";
import { closeMonth } from "../months/close-month";
import { getReservation } from "./get-reservation";
import { listReservations } from "./list-reservations";
import { testContract } from "../testing/contract";

afterEach(() => setInstant(null));
afterAll(closeDatabase);

describe("charges so far", () => {
  it("grow with metered time, stop during an outage, and stay the same when the month is closed", async () => {
    const tenant = await testTenant();
    // 2 nodes × 8 GPUs × 2.35 = 37.60 an hour; one node is down for the first two hours.
    const { reservationId } = await testContract(tenant, {
      start: "2026-10-30T00:00:00Z",
      end: "2026-11-03T00:00:00Z",
      down: [{ node: 0, start: "2026-10-30T00:00:00Z", end: "2026-10-30T02:00:00Z" }],
    });
    const chargesAt = async (instant: string) => {
      setInstant(new Date(instant));
      return (await run(getReservation, tenant.as("viewer"), { id: reservationId })).charges;
    };
    expect(await chargesAt("2026-10-29T12:00:00Z")).toEqual({ amount: "0.00", currency: "USD" });
    expect(await chargesAt("2026-10-30T10:00:00Z")).toEqual({ amount: "338.40", currency: "USD" });
    expect(await chargesAt("2026-11-01T10:00:00Z")).toEqual({ amount: "2143.20", currency: "USD" });
    await run(closeMonth, systemCaller("a test", tenant.organisationId, "test"), { month: "2026-10" });
    expect(await chargesAt("2026-11-01T10:00:00Z")).toEqual({ amount: "2143.20", currency: "USD" });
    expect(await chargesAt("2026-12-01T00:00:00Z")).toEqual({ amount: "3572.00", currency: "USD" });
    expect((await run(listReservations, tenant.as("viewer"), {})).data.map((row) => row.charges.amount)).toEqual(["3572.00"]);
  });

  it("leave out planned work beyond the plan's allowance, which counts as down, and charge the work within it", async () => {
    const tenant = await testTenant();
    // The plan allows four hours a month for each berth: of six on one node, two are not charged, nor is a seventh later.
    const { reservationId } = await testContract(tenant, {
      start: "2026-10-30T00:00:00Z",
      end: "2026-11-03T00:00:00Z",
      work: [
        { node: 0, start: "2026-10-30T00:00:00Z", end: "2026-10-30T06:00:00Z" },
        { node: 0, start: "2026-10-31T08:00:00Z", end: "2026-10-31T09:00:00Z" },
      ],
    });
    const chargesAt = async (instant: string) => {
      setInstant(new Date(instant));
      return (await run(getReservation, tenant.as("viewer"), { id: reservationId })).charges.amount;
    };
    expect(await chargesAt("2026-10-30T04:00:00Z")).toBe("150.40");
    expect(await chargesAt("2026-10-30T10:00:00Z")).toBe("338.40");
    expect(await chargesAt("2026-11-01T00:00:00Z")).toBe("1748.40");
  });
});

describe("reservations", () => {
  it("of another project are not found with a project's key", async () => {
    const tenant = await testTenant();
    const unbound = await run(createReservation, tenant.as("engineer"), { quoteId: (await testQuote(tenant)).id, name: "of-none" });
    await expect(run(getReservation, tenant.asKey({ project: true }), { id: unbound.id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("are listed newest first, paginated and filtered", async () => {
    const own = await testTenant();
    const made = [];
    for (let index = 0; index < 3; index += 1) made.push(await testReservation(own));
    const first = await run(listReservations, own.as("viewer"), { limit: 2 });
    const second = await run(listReservations, own.as("viewer"), { limit: 2, cursor: first.nextCursor ?? undefined });
    expect([...first.data, ...second.data].map((row) => row.id)).toEqual(
      made
        .map((row) => row.id)
        .sort()
        .reverse(),
    );
    expect(second.nextCursor).toBeNull();
    const ids = async (filter: Record<string, unknown>) => (await run(listReservations, own.as("viewer"), filter)).data.map((row) => row.id);
    expect(await ids({ region: made[1]?.region })).toEqual([made[1]?.id]);
    expect(await ids({ state: "active" })).toEqual([]);
    expect(await ids({ project: own.projectSlug })).toHaveLength(3);
    expect(await ids({ project: "of-nobody" })).toEqual([]);
    expect((await run(listReservations, (await testTenant()).as("viewer"), { region: made[1]?.region })).data).toEqual([]);
  });
});
