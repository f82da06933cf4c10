import { describe, expect, it } from "vitest";
import { run } from "@/server/kernel/operation/operation";
import { testTenant } from "@/server/kernel/testing";
import { router as identity } from "./router";

const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? "unknown",
  );

describe("keys", () => {
  it("cannot reach another organisation's project or key", async () => {
    const [here, there] = [await testTenant(), await testTenant()];
    expect(await refusalOf(run(identity.apiKey.create, here.as("admin"), { name: "k", role: "owner" }))).toBe("forbidden");
    expect(await refusalOf(run(identity.apiKey.create, here.as("admin"), { name: "k", role: "viewer", project: there.projectId }))).toBe("not_found");
    const foreign = await there.makeKey();
    expect(await refusalOf(run(identity.apiKey.revoke, here.as("admin"), { id: foreign.id }))).toBe("not_found");
  });
});

describe("audit log", () => {
  it("pages newest first, filters, and chains each entry to the one before", async () => {
    const tenant = await testTenant();
    for (const slug of ["one", "two", "three"]) await run(identity.project.create, tenant.as("admin"), { name: slug, slug });
    const first = await run(identity.auditEvent.list, tenant.as("admin"), { limit: 2, action: "identity.project" });
    const rest = await run(identity.auditEvent.list, tenant.as("admin"), { limit: 2, cursor: first.nextCursor ?? "", action: "identity.project" });
    const all = [...first.data, ...rest.data];
    expect(all.map((event) => event.sequence)).toEqual([...all.map((event) => event.sequence)].sort((a, b) => b - a));
    expect(all).toHaveLength(3);
    expect(all[0]?.previousHash).toBe(all[1]?.hash);
    expect((await run(identity.auditEvent.list, tenant.as("admin"), { actor: "nobody like that" })).data).toEqual([]);
  });
});
