import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, transaction } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { asOperator, everything, testTenant } from "@/server/kernel/testing";
import { loadOwners } from "./load-owners";
import { samples } from "./samples";

afterAll(closeDatabase);

describe("loading owners", () => {
  it("writes only under the settlement role, once, and the application cannot read it", async () => {
    const tenant = await testTenant();
    const prepare = samples["settlement.owner.load"];
    if (typeof prepare !== "function") throw new Error("no sample");
    const input = (await prepare(tenant)) as Parameters<typeof run<typeof loadOwners>>[2];
    expect(await run(loadOwners, asOperator(), input)).toEqual({ owners: 1, pools: 1, bonds: 1 });
    expect(await run(loadOwners, asOperator(), input)).toEqual({ owners: 1, pools: 1, bonds: 0 });
    await expect(transaction(everything, (tx) => tx.sql(`select * from settlement."Owner"`))).rejects.toThrow(/permission denied/);
  });

  it("refuses an unknown pool and changes nothing", async () => {
    const owner = {
      id: "own_1",
      name: "Nobody",
      country: "NO",
      joinedAt: "2025-01-01T00:00:00Z",
      bond: { currency: "USD", postedMinor: "1" },
      pools: ["nowhere"],
    };
    await expect(run(loadOwners, asOperator(), { owners: [owner] })).rejects.toMatchObject({ code: "validation_failed" });
  });
});
