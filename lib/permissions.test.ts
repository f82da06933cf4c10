import { describe, expect, it } from "vitest";
import {
  type Access,
  accessBy,
  existsOn,
  grant,
  mayManage,
  MEMBER_ROLES,
  memberAccess,
  NETWORK_ROLES,
  NO_ACCESS,
  type Permission,
  PERMISSIONS,
  type Resource,
  type Role,
  rolesWith,
} from "./permissions";

const ON: Record<"organisation" | "projects" | "network" | "pools", Resource> = {
  organisation: { kind: "organisation", organisationId: "org_1" },
  projects: { kind: "projects", organisationId: "org_1", projectIds: ["prj_1"] },
  network: { kind: "network" },
  pools: { kind: "pools", poolIds: ["pool-1"] },
};
const ROLES = [...MEMBER_ROLES, ...NETWORK_ROLES];
const member = (role: Role): Access => accessBy(role, ON.organisation);

describe("the table of roles", () => {
  it("is as agreed, on each kind of resource", () => {
    const table = Object.fromEntries(
      ROLES.flatMap((role) =>
        Object.entries(ON).flatMap(([kind, on]) => {
          const held = accessBy(role, on).permissions();
          return held.length === 0 ? [] : [[`${role} on ${kind}`, held.join(" ")]];
        }),
      ),
    );
    expect(table).toMatchInlineSnapshot(`
      {
        "admin on organisation": "capacity.read capacity.reserve clusters.read clusters.manage reliability.read projects.read projects.manage billing.read billing.manage members.read members.manage keys.manage audit.read",
        "admin on projects": "capacity.read capacity.reserve clusters.read clusters.manage reliability.read projects.read",
        "engineer on organisation": "capacity.read capacity.reserve clusters.read clusters.manage reliability.read projects.read members.read",
        "engineer on projects": "capacity.read capacity.reserve clusters.read clusters.manage reliability.read projects.read",
        "finance on organisation": "capacity.read clusters.read reliability.read projects.read billing.read billing.manage members.read",
        "finance on projects": "capacity.read clusters.read reliability.read projects.read",
        "node on network": "signals.write",
        "node on pools": "signals.write",
        "operator on network": "network.read network.manage",
        "owner on organisation": "capacity.read capacity.reserve clusters.read clusters.manage reliability.read projects.read projects.manage billing.read billing.manage members.read members.manage owners.manage keys.manage audit.read",
        "owner on projects": "capacity.read capacity.reserve clusters.read clusters.manage reliability.read projects.read",
        "system on network": "network.read network.manage system.run signals.write",
        "system on organisation": "capacity.read capacity.reserve clusters.read clusters.manage reliability.read projects.read projects.manage billing.read billing.manage members.read members.manage owners.manage keys.manage audit.read system.run",
        "system on pools": "signals.write",
        "system on projects": "capacity.read capacity.reserve clusters.read clusters.manage reliability.read projects.read",
        "viewer on organisation": "capacity.read clusters.read reliability.read projects.read members.read",
        "viewer on projects": "capacity.read clusters.read reliability.read projects.read",
      }
    `);
  });

  it("refuses unknown roles and permissions", () => {
    for (const permission of PERMISSIONS) {
      expect(NO_ACCESS.may(permission)).toBe(false);
      for (const role of ["Owner", "", "constructor", "__proto__"])
        for (const on of Object.values(ON)) expect(accessBy(role as Role, on).may(permission)).toBe(false);
    }
    for (const permission of ["", "capacity", "toString"]) expect(member("owner").may(permission as Permission)).toBe(false);
  });

  it("keeps customers out of the network's own work, whatever resource they are granted it on", () => {
    for (const role of MEMBER_ROLES)
      for (const on of Object.values(ON))
        for (const permission of ["network.read", "network.manage", "system.run", "signals.write"] as const)
          expect(accessBy(role, on).may(permission)).toBe(false);
  });

  it("grants nothing on projects that only exists for a whole organisation", () => {
    for (const role of ROLES) for (const permission of grant(role, ON.projects).permissions) expect(existsOn(permission, "projects")).toBe(true);
    expect(memberAccess("finance", "org_1", ["prj_1"]).may("billing.read")).toBe(false);
    expect(memberAccess("finance", "org_1").may("billing.read")).toBe(true);
  });

  it("lets only owners create or change owners", () => {
    expect(mayManage(member("owner"), "owner")).toBe(true);
    expect(mayManage(member("admin"), "owner")).toBe(false);
    expect(mayManage(member("admin"), "admin")).toBe(true);
    for (const role of ["engineer", "finance", "viewer", "operator", "node"] as const) expect(mayManage(member(role), "viewer")).toBe(false);
    expect(rolesWith("members.manage")).toEqual(["owner", "admin"]);
  });
});

describe("access", () => {
  it("names the resource a permission is held on", () => {
    const bound = memberAccess("engineer", "org_1", ["prj_1", "prj_2"]);
    expect(bound.resource("capacity.reserve", "organisation")).toBeNull();
    expect(bound.resource("capacity.reserve", "organisation", "projects")).toEqual({
      kind: "projects",
      organisationId: "org_1",
      projectIds: ["prj_1", "prj_2"],
    });
    expect(bound.resource("billing.read", "organisation", "projects")).toBeNull();
    expect([bound.organisationId, bound.projectIds]).toEqual(["org_1", ["prj_1", "prj_2"]]);
    expect(memberAccess("engineer", "org_1", []).projectIds).toEqual([]);
    expect([accessBy("node", ON.pools).organisationId, accessBy("node", ON.pools).projectIds]).toEqual([null, null]);
  });
});
