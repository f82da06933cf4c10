// Who can do what. A permission exists on certain kinds of resource; a role is a bundle of permissions; a grant is a
// bundle on one resource; an actor's access is the sum of its grants. Server, pages and tests ask the access, never the
// role. Whatever is not granted is refused.

export type ResourceKind = "organisation" | "projects" | "network" | "pools";

/** What a grant is on. Projects and pools are listed by id; for the holder, no others exist. */
export type Resource =
  | { kind: "organisation"; organisationId: string }
  | { kind: "projects"; organisationId: string; projectIds: readonly string[] }
  | { kind: "network" }
  | { kind: "pools"; poolIds: readonly string[] };

// On which kinds of resource each permission exists. A role granted on projects keeps only what exists on projects.
const VOCABULARY = {
  "capacity.read": ["organisation", "projects"],
  "capacity.reserve": ["organisation", "projects"],
  "clusters.read": ["organisation", "projects"],
  "clusters.manage": ["organisation", "projects"],
  "reliability.read": ["organisation", "projects"],
  "projects.read": ["organisation", "projects"],
  "projects.manage": ["organisation"],
  "billing.read": ["organisation"],
  "billing.manage": ["organisation"],
  "members.read": ["organisation"],
  "members.manage": ["organisation"],
  // Creating, changing and removing owners, and keys with an owner's permissions.
  "owners.manage": ["organisation"],
  "keys.manage": ["organisation"],
  "audit.read": ["organisation"],
  "network.read": ["network"],
  "network.manage": ["network"],
  // On behalf of one organisation, or for the network.
  "system.run": ["organisation", "network"],
  "signals.write": ["pools", "network"],
} as const satisfies Record<string, readonly ResourceKind[]>;

export type Permission = keyof typeof VOCABULARY;

export const PERMISSIONS = Object.keys(VOCABULARY) as Permission[];

/** Whether a permission exists on that kind of resource. */
export const existsOn = (permission: Permission, kind: ResourceKind): boolean => (VOCABULARY[permission] as readonly ResourceKind[]).includes(kind);

/** Roles that a customer's member or API key can have. */
export const MEMBER_ROLES = ["owner", "admin", "engineer", "finance", "viewer"] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** The network's own roles: staff, node credentials and jobs. They belong to no organisation. */
export const NETWORK_ROLES = ["operator", "node", "system"] as const;
export type Role = MemberRole | (typeof NETWORK_ROLES)[number];

const viewer = ["capacity.read", "clusters.read", "reliability.read", "projects.read", "members.read"] as const satisfies readonly Permission[];
const admin = [
  ...viewer,
  "capacity.reserve",
  "clusters.manage",
  "projects.manage",
  "billing.read",
  "billing.manage",
  "members.manage",
  "keys.manage",
  "audit.read",
] as const satisfies readonly Permission[];

const BUNDLES: Record<Role, readonly Permission[]> = {
  owner: [...admin, "owners.manage"],
  admin,
  // Engineers see what clusters cost through clusters.read, but no invoices.
  engineer: [...viewer, "capacity.reserve", "clusters.manage"],
  finance: [...viewer, "billing.read", "billing.manage"],
  viewer,
  operator: ["network.read", "network.manage"],
  node: ["signals.write"],
  system: PERMISSIONS,
};

/** An unknown role is refused everything. */
const bundleOf = (role: Role): readonly Permission[] => (Object.hasOwn(BUNDLES, role) ? BUNDLES[role] : []);

/** The member roles that hold a permission: who to ask for it. */
export const rolesWith = (permission: Permission): MemberRole[] => MEMBER_ROLES.filter((role) => BUNDLES[role].includes(permission));

export interface Grant {
  /** The bundle's name, for display; what it allows is in `permissions`. */
  role: Role;
  permissions: ReadonlySet<Permission>;
  on: Resource;
}

/** A role's bundle on a resource: the permissions that exist there. */
export function grant(role: Role, on: Resource): Grant {
  return { role, permissions: new Set(bundleOf(role).filter((permission) => existsOn(permission, on.kind))), on };
}

/** An actor's grants, and the only way to query them. */
export class Access {
  constructor(readonly grants: readonly Grant[]) {}

  /** Whether any grant holds the permission; `resource` says on what. */
  may(permission: Permission): boolean {
    return this.grants.some(({ permissions }) => permissions.has(permission));
  }

  /** What the permission is held on, among resources of these kinds; null when it is not held. The first grant wins. */
  resource<K extends ResourceKind>(permission: Permission, ...kinds: readonly K[]): Extract<Resource, { kind: K }> | null {
    const found = this.grants.find(({ permissions, on }) => permissions.has(permission) && (kinds as readonly ResourceKind[]).includes(on.kind));
    return (found?.on ?? null) as Extract<Resource, { kind: K }> | null;
  }

  /** The organisation acted for: that of the first grant that has one. */
  get organisationId(): string | null {
    for (const { on } of this.grants) if (on.kind === "organisation" || on.kind === "projects") return on.organisationId;
    return null;
  }

  /** The projects that everything in the organisation is limited to; null when there is no such limit. */
  get projectIds(): readonly string[] | null {
    for (const { on } of this.grants) {
      if (on.kind === "projects") return on.projectIds;
      if (on.kind === "organisation") return null;
    }
    return null;
  }

  /** Every permission held, in declaration order. */
  permissions(): Permission[] {
    return PERMISSIONS.filter((permission) => this.may(permission));
  }
}

/** No grants: a person who acts only for themselves. */
export const NO_ACCESS = new Access([]);

/** Access by one role on one resource. */
export const accessBy = (role: Role, on: Resource): Access => new Access([grant(role, on)]);

/** The access of an organisation's member or key; limited to projects when some are named. */
export const memberAccess = (role: MemberRole, organisationId: string, projectIds: readonly string[] | null = null): Access =>
  accessBy(role, projectIds === null ? { kind: "organisation", organisationId } : { kind: "projects", organisationId, projectIds });

/** Only holders of owners.manage can create, change or remove an owner; all other members fall under members.manage. */
export const mayManage = (access: Access, target: MemberRole): boolean => access.may("members.manage") && (target !== "owner" || access.may("owners.manage"));
