import { describe, expect, it } from "vitest";
import { file } from "@/lib/contracts/common";
import { existsOn, grant, MEMBER_ROLES, NETWORK_ROLES, type Permission, type ResourceKind, type Role } from "@/lib/permissions";
import { RESOURCES } from "@/server/kernel/operation/authorise";
import { OperationError } from "@/server/kernel/operation/errors";
import { readInput } from "@/server/kernel/operation/input-errors";
import { openApi } from "./rest/openapi";
import { verbs } from "./registry";
import { type Door, DOORS, inputOf, Router } from "./rest/rest-routes";

/**
 * Whether a role, granted on one of these kinds of resource, holds a permission. Members act only for organisations.
 */
const roleHolds = (role: Role, permission: Permission, kinds: readonly ResourceKind[]): boolean =>
  kinds.some((kind) => {
    if ((MEMBER_ROLES as readonly Role[]).includes(role) !== (kind === "organisation" || kind === "projects") && role !== "system") return false;
    const on = {
      organisation: { kind, organisationId: "org" },
      projects: { kind, organisationId: "org", projectIds: [] },
      network: { kind },
      pools: { kind, poolIds: [] },
    }[kind];
    return grant(role, on as Parameters<typeof grant>[1]).permissions.has(permission);
  });

describe("the registry", () => {
  it("has each verb once, under its name, with a descriptive sentence", () => {
    expect(new Set(verbs.map((verb) => verb.name)).size).toBe(verbs.length);
    for (const { name, definition } of verbs) {
      expect(name).toMatch(/^[a-z]+(\.[a-z][A-Za-z]*){2}$/);
      expect(definition.summary, name).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("requires a permission that exists where the verb acts, and nowhere else", () => {
    for (const {
      name,
      definition: { permission, tenancy },
    } of verbs) {
      if (permission === "none") {
        expect(["self", "public"], name).toContain(tenancy);
        continue;
      }
      const kinds: readonly ResourceKind[] = RESOURCES[tenancy];
      expect(
        kinds.some((kind) => existsOn(permission, kind)),
        `${permission} exists where ${name} acts`,
      ).toBe(true);
      // Members limited to projects must be able to use each permission they hold there, in every verb that requires
      // it.
      if (existsOn(permission, "projects")) expect(tenancy, name).toBe("project");
      if (tenancy === "operator" || tenancy === "pool")
        for (const role of MEMBER_ROLES) expect(roleHolds(role, permission, kinds), `${role} may ${name}`).toBe(false);
    }
  });

  it("lists who can call each verb", async () => {
    const matrix = verbs.map(({ kind, name, definition: { permission, tenancy } }) => {
      const kinds: readonly ResourceKind[] = RESOURCES[tenancy];
      const roles = [...MEMBER_ROLES, ...NETWORK_ROLES].filter((role) => permission === "none" || roleHolds(role, permission, kinds));
      return `${name} (${kind}, ${tenancy}, ${permission}): ${permission === "none" ? (tenancy === "public" ? "anyone" : "anyone signed in") : roles.join(", ")}`;
    });
    await expect(`${matrix.join("\n")}\n`).toMatchFileSnapshot("./permission-matrix.txt");
  });

  it("requires an idempotency key wherever a POST creates or moves something, or says why not", () => {
    for (const { name, definition } of verbs) {
      const { idempotency, rest } = definition;
      if (rest?.method !== "POST" || idempotency === "required" || idempotency === "natural" || idempotency === undefined) continue;
      expect(idempotency.none.length, name).toBeGreaterThan(10);
    }
  });
});

describe("a file", () => {
  it("is never downloaded without an entry in the organisation's log", () => {
    const files = verbs.filter(({ output, definition }) => definition.rest?.file === true || output === file);
    expect(files.length).toBeGreaterThan(4);
    for (const { name, definition } of files) expect(definition.taken, name).toBe(true);
  });
});

describe("a period", () => {
  const PAIRS = [
    ["from", "to"],
    ["start", "end"],
  ] as const;
  const asked = verbs.flatMap((verb) => PAIRS.filter((pair) => pair.every((name) => name in verb.input.shape)).map((pair) => ({ verb, pair })));

  it("is a parameter of lists, files and reports", () => {
    const names = asked.map(({ verb }) => verb.name);
    for (const name of ["billing.invoice.list", "billing.invoice.export", "billing.payment.list", "billing.creditNote.list", "billing.usage.get"])
      expect(names).toContain(name);
    for (const name of ["billing.statement.get", "identity.auditEvent.list", "identity.auditEvent.export", "reliability.incident.list"])
      expect(names).toContain(name);
  });

  it.each(asked.map(({ verb, pair }) => [verb.name, pair, verb] as const))("of %s is refused when impossible: %s", (_name, [first, last], verb) => {
    const errors = (from: string, to: string) => {
      const read = readInput(verb.input, { [first]: from, [last]: to });
      return "errors" in read ? read.errors : [];
    };
    expect(errors("2026-11-02T00:00:00Z", "2026-11-01T00:00:00Z")).toContainEqual({ pointer: `/${last}`, message: `must be after ${first}` });
    for (const wrong of [
      "2026-13-01T00:00:00Z",
      "2026-02-30T00:00:00Z",
      "2026-11-01T00:00:00",
      "2026-11-01T00:00:00 Europe/Oslo",
      "2026-11-01T25:00:00Z",
      "0000-01-01T00:00:00Z",
      "2026-11-01",
    ])
      expect(
        errors(wrong, "2027-01-01T00:00:00Z").map(({ pointer }) => pointer),
        wrong,
      ).toContain(`/${first}`);
    expect(errors("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z").filter(({ pointer }) => pointer === `/${first}` || pointer === `/${last}`)).toEqual([]);
  });
});

describe("the REST paths", () => {
  const router = new Router(verbs); // throws when two verbs have the same path

  it("find their verb, and reject wrong methods and paths", () => {
    for (const { verb, rest, segments, parameters } of router.routes) {
      const path = `/${segments.map((segment, at) => (parameters.some((p) => p.at === at) ? "some_id" : segment)).join("/")}`;
      const match = router.match(rest.method, path, new URLSearchParams(rest.when && { [rest.when.name]: rest.when.values[0] ?? "" }));
      expect("route" in match && match.route.verb.name, path).toBe(verb.name);
    }
    const audit = (format: string) => router.match("GET", "/api/v1/audit-events", new URLSearchParams({ format }));
    expect(["json", "csv", "jsonl", "xml"].map(audit).map((match) => "route" in match && match.route.verb.name)).toEqual([
      "identity.auditEvent.list",
      "identity.auditEvent.export",
      "identity.auditEvent.export",
      "identity.auditEvent.list",
    ]);
    expect(router.match("GET", "/api/v1/nothing-here", new URLSearchParams())).toEqual({ allow: [] });
    const wrong = router.match("PATCH", "/api/v1/me", new URLSearchParams());
    expect("allow" in wrong && wrong.allow).toEqual(["GET", "HEAD"]);
  });

  it("parse text as the contract says", () => {
    const match = router.match("GET", "/api/v1/offers", new URLSearchParams());
    if (!("route" in match)) throw new Error("there is no search");
    const read = (query: string) => inputOf(match.route, match.segments, new URLSearchParams(query), {});
    expect(read("gpuModel=H100&nodes=4&regions=a,b&regions=c&unknown=1")).toEqual({ gpuModel: "H100", nodes: 4, regions: ["a", "b", "c"], unknown: "1" });
    expect(read("nodes=four&nearLatitude=-33.9")).toEqual({ nodes: "four", nearLatitude: -33.9 });
    // Only one spelling of each number is parsed: all others stay text, which the contract refuses.
    for (const text of ["0x10", "1e1", "+4", "04", " 4", "4.", "Infinity", "٤"]) expect(read(`nodes=${encodeURIComponent(text)}`)).toEqual({ nodes: text });
    for (const query of ["nodes=4&nodes=5", "gpuModel=", "regions="]) expect(() => read(query), query).toThrow(OperationError);
  });

  it("accept no parameter twice: not in path and query, not in the query of a call with a body", () => {
    const input = (method: string, path: string, query: string, body = {}) => {
      const match = router.match(method, path, new URLSearchParams(query));
      if (!("route" in match)) throw new Error(`nothing answers ${method} ${path}`);
      return inputOf(match.route, match.segments, new URLSearchParams(query), body);
    };
    expect(() => input("GET", "/api/v1/clusters/clu_1", "id=clu_2")).toThrow(OperationError);
    expect(() => input("POST", "/api/v1/nodes/nod_1/fault-reports", "description=broken")).toThrow(OperationError);
    expect(() => input("POST", "/api/v1/nodes/nod_1/fault-reports", "", { id: "nod_2", description: "broken" })).toThrow(OperationError);
    expect(input("GET", "/api/v1/clusters/clu%201", "")).toEqual({ id: "clu 1" });
  });
});

describe("the OpenAPI document", () => {
  it.each(Object.keys(DOORS) as Door[])("for the %s door builds and describes each of its verbs", (door) => {
    const document = JSON.parse(openApi(door).text) as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string; "x-also"?: string[]; responses: Record<string, unknown> }>>;
    };
    expect(document.openapi).toBe("3.1.0");
    const described = Object.values(document.paths).flatMap((path) =>
      Object.values(path).flatMap((operation) => [operation.operationId, ...(operation["x-also"] ?? [])]),
    );
    const declared = verbs.filter((verb) => verb.definition.rest && (verb.definition.rest.door ?? "customer") === door).map((verb) => verb.name);
    expect(described.sort()).toEqual(declared.sort());
    expect(openApi(door)).toBe(openApi(door));
  });

  it("describes every signal, so that a program can be written from it", () => {
    const { text } = openApi("telemetry");
    for (const kind of ["heartbeat", "probe", "xid", "reset", "replaced", "cleared", "throughput", "throttled", "ecc", "link"])
      expect(text).toContain(`"${kind}"`);
    for (const field of ["observedAt", "repeat", "everySeconds", "pool", "collector"]) expect(text).toContain(`"${field}"`);
  });

  it.each(Object.keys(DOORS) as Door[])("of the %s door has what linters ask for", (door) => {
    const document = JSON.parse(openApi(door).text) as {
      info: Record<string, unknown>;
      tags: { name: string; description: string }[];
      paths: Record<
        string,
        Record<string, { tags: string[]; description: string; responses: Record<string, unknown>; parameters: { in: string; name: string }[] }>
      >;
    };
    expect(document.info).toHaveProperty("license.identifier");
    expect(document.info).toHaveProperty("contact.name");
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const { tags, description, responses, parameters } of Object.values(operations)) {
        expect(document.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(tags));
        expect(description.length, path).toBeGreaterThan(10);
        expect(Object.keys(responses), path).toEqual(expect.arrayContaining(["4XX", "default"]));
        expect(parameters.filter((one) => one.in === "path").map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      }
    }
  });

  it("shows customers nothing of the operator API", () => {
    expect(openApi("customer").text).not.toMatch(/network\.manage|system\.run|signals\.write/);
  });
});
