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

  it("distinguishes changes, downloads and refusals, of people and keys alike", async () => {
    const tenant = await testTenant();
    const admin = tenant.as("admin");
    await run(identity.project.create, admin, { name: "One", slug: "one" });
    for (const format of ["csv", "jsonl", "csv"] as const) await run(identity.auditEvent.export, admin, { format });
    const flood = Array.from({ length: 50 }, () => refusalOf(run(identity.auditEvent.list, tenant.as("engineer"), {})));
    expect(new Set(await Promise.all(flood))).toEqual(new Set(["forbidden"]));
    expect(await refusalOf(run(identity.apiKey.create, tenant.asKey({ role: "viewer" }), { name: "k", role: "viewer" }))).toBe("forbidden");
    const told = async (filter: { kind?: "change" | "download" | "refusal" | "signIn"; actors?: "people" }) =>
      (await run(identity.auditEvent.list, admin, filter)).data.map(({ action, actor, target }) => [action, actor.kind, target]).reverse();
    const [change, files, refusals] = [
      [["identity.project.create", "user", (await run(identity.project.list, admin, {})).data.find(({ slug }) => slug === "one")?.id]],
      ["csv", "jsonl"].map((format) => ["identity.auditEvent.export.downloaded", "user", `audit-log.${format}`]),
      [
        ["identity.auditEvent.list.refused", "user", tenant.organisationId],
        ["identity.apiKey.create.refused", "apiKey", tenant.organisationId],
      ],
    ];
    expect(await told({ kind: "change" })).toEqual(change);
    expect(await told({ kind: "download" })).toEqual(files);
    expect(await told({ kind: "refusal" })).toEqual(refusals);
    expect(await told({ kind: "refusal", actors: "people" })).toEqual(refusals.slice(0, 1));
    expect(await told({ kind: "signIn" })).toEqual([]);
    expect(await told({})).toEqual([...change, ...files, ...refusals]);
  });
});
