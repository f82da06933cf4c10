// One vocabulary and one role table, read by the server to decide and by screens to hide. Whatever is not listed is refused.

export const PERMISSIONS = [
  "capacity.read",
  "capacity.reserve",
  "clusters.read",
  "clusters.manage",
  "reliability.read",
  "billing.read",
  "billing.manage",
  "organisation.read",
  "members.manage",
  "projects.manage",
  "keys.manage",
  "audit.read",
  "network.read",
  "network.manage",
  "system.run",
  "signals.write",
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** Roles a customer's member or API key may have. */
export const MEMBER_ROLES = ["owner", "admin", "engineer", "finance", "viewer"] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** The network's own: staff, a node's credential, and jobs. They belong to no organisation. */
export const NETWORK_ROLES = ["operator", "node", "system"] as const;
export type Role = MemberRole | (typeof NETWORK_ROLES)[number];

const everythingOfACustomer = [
  "capacity.read",
  "capacity.reserve",
  "clusters.read",
  "clusters.manage",
  "reliability.read",
  "billing.read",
  "billing.manage",
  "organisation.read",
  "members.manage",
  "projects.manage",
  "keys.manage",
  "audit.read",
] as const satisfies readonly Permission[];

const TABLE: Record<Role, readonly Permission[]> = {
  owner: everythingOfACustomer,
  admin: everythingOfACustomer,
  // An engineer sees what clusters cost through clusters.read, and no invoices.
  engineer: ["capacity.read", "capacity.reserve", "clusters.read", "clusters.manage", "reliability.read", "organisation.read"],
  finance: ["billing.read", "billing.manage", "reliability.read", "capacity.read", "clusters.read", "organisation.read"],
  viewer: ["capacity.read", "clusters.read", "reliability.read", "organisation.read"],
  operator: ["network.read", "network.manage"],
  node: ["signals.write"],
  // Jobs act for the network or, on its behalf, for one organisation.
  system: PERMISSIONS,
};

const BY_ROLE = new Map<string, ReadonlySet<string>>(Object.entries(TABLE).map(([role, permissions]) => [role, new Set<string>(permissions)]));

/** Whether a role may. An unknown role or permission may nothing. */
export function can(role: Role | null | undefined, permission: Permission): boolean {
  return role != null && (BY_ROLE.get(role)?.has(permission) ?? false);
}

/** What a role may, in the order of the vocabulary. */
export function permissionsOf(role: Role): Permission[] {
  return PERMISSIONS.filter((permission) => can(role, permission));
}

/** Only an owner may make, change or remove an owner; an admin manages everyone else. */
export function canManageMember(by: Role, target: MemberRole): boolean {
  return can(by, "members.manage") && (target !== "owner" || by === "owner" || by === "system");
}
