import { describe, expect, it } from "vitest";
import { can, canManageMember, MEMBER_ROLES, NETWORK_ROLES, type Permission, PERMISSIONS, permissionsOf, type Role } from "./permissions";

describe("the role table", () => {
  it("is what was agreed", () => {
    expect(Object.fromEntries([...MEMBER_ROLES, ...NETWORK_ROLES].map((role) => [role, permissionsOf(role).join(" ")]))).toMatchInlineSnapshot(`
      {
        "admin": "capacity.read capacity.reserve clusters.read clusters.manage reliability.read billing.read billing.manage organisation.read members.manage projects.manage keys.manage audit.read",
        "engineer": "capacity.read capacity.reserve clusters.read clusters.manage reliability.read organisation.read",
        "finance": "capacity.read clusters.read reliability.read billing.read billing.manage organisation.read",
        "node": "signals.write",
        "operator": "network.read network.manage",
        "owner": "capacity.read capacity.reserve clusters.read clusters.manage reliability.read billing.read billing.manage organisation.read members.manage projects.manage keys.manage audit.read",
        "system": "capacity.read capacity.reserve clusters.read clusters.manage reliability.read billing.read billing.manage organisation.read members.manage projects.manage keys.manage audit.read network.read network.manage system.run signals.write",
        "viewer": "capacity.read clusters.read reliability.read organisation.read",
      }
    `);
  });

  it("refuses whatever it does not know", () => {
    for (const permission of PERMISSIONS) {
      expect(can(null, permission)).toBe(false);
      expect(can(undefined, permission)).toBe(false);
      for (const role of ["Owner", "", "constructor", "__proto__"]) expect(can(role as Role, permission)).toBe(false);
    }
    for (const permission of ["", "capacity", "toString"]) expect(can("owner", permission as Permission)).toBe(false);
  });

  it("keeps customers out of the network's own work", () => {
    for (const role of MEMBER_ROLES) for (const permission of ["network.read", "network.manage", "system.run", "signals.write"] as const) expect(can(role, permission)).toBe(false);
  });

  it("lets only owners make or change owners", () => {
    expect(canManageMember("owner", "owner")).toBe(true);
    expect(canManageMember("admin", "owner")).toBe(false);
    expect(canManageMember("admin", "admin")).toBe(true);
    for (const role of ["engineer", "finance", "viewer", "operator", "node"] as const) expect(canManageMember(role, "viewer")).toBe(false);
  });
});
