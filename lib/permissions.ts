// Who may do what. A permission exists on some kinds of resource; a role is a bundle of permissions; a grant is a bundle on
// one resource; an actor's access is its grants. Server, pages and tests ask the access, never the role. Whatever is not
// granted is refused.

export type ResourceKind = "organisation" | "projects" | "network" | "pools";

/** What a grant is on. Ids of projects and pools are those it is bound to, and no others exist for its holder. */
export type Resource =
  | { kind: "organisation"; organisationId: string }
  | { kind: "projects"; organisationId: string; projectIds: readonly string[] }
  | { kind: "network" }
  | { kind: "pools"; poolIds: readonly string[] };

// On which kinds of resource each permission exists: a role given on projects holds only what exists on projects.
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
  // Making, changing and removing owners, and keys that may as much as an owner.
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

/** Roles a customer's member or API key may have. */
export const MEMBER_ROLES = ["owner", "admin", "engineer", "finance", "viewer"] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** The network's own: staff, a node's credential, and jobs. They belong to no organisation. */
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
  // An engineer sees what clusters cost through clusters.read, and no invoices.
  engineer: [...viewer, "capacity.reserve", "clusters.manage"],
  finance: [...viewer, "billing.read", "billing.manage"],
  viewer,
  operator: ["network.read", "network.manage"],
  node: ["signals.write"],
  system: PERMISSIONS,
};

/** An unknown role is refused everything. */
const bundleOf = (role: Role): readonly Permission[] => (Object.hasOwn(BUNDLES, role) ? BUNDLES[role] : []);

/** The roles that hold a permission, of those a member may have: who can be asked for it. */
export const rolesWith = (permission: Permission): MemberRole[] => MEMBER_ROLES.filter((role) => BUNDLES[role].includes(permission));

export interface Grant {
  /** The bundle's name, to be shown; what it may is in `permissions`. */
  role: Role;
  permissions: ReadonlySet<Permission>;
  on: Resource;
}

/** A role's bundle on a resource: the part of it that exists there. */
export function grant(role: Role, on: Resource): Grant {
  return { role, permissions: new Set(bundleOf(role).filter((permission) => existsOn(permission, on.kind))), on };
}

/** An actor's grants, and the only way to ask them. */
export class Access {
  constructor(readonly grants: readonly Grant[]) {}

  /** Whether anything granted holds the permission. On which things is `resource`. */
  may(permission: Permission): boolean {
    return this.grants.some(({ permissions }) => permissions.has(permission));
  }

  /** What the permission is held on, among resources of these kinds; null when on none. The first grant counts. */
  resource<K extends ResourceKind>(permission: Permission, ...kinds: readonly K[]): Extract<Resource, { kind: K }> | null {
    const found = this.grants.find(({ permissions, on }) => permissions.has(permission) && (kinds as readonly ResourceKind[]).includes(on.kind));
    return (found?.on ?? null) as Extract<Resource, { kind: K }> | null;
  }

  /** The organisation acted for: of the first grant that is in one. */
  get organisationId(): string | null {
    for (const { on } of this.grants) if (on.kind === "organisation" || on.kind === "projects") return on.organisationId;
    return null;
  }

  /** The projects everything in the organisation is bound to; null when it is not bound to any. */
  get projectIds(): readonly string[] | null {
    for (const { on } of this.grants) {
      if (on.kind === "projects") return on.projectIds;
      if (on.kind === "organisation") return null;
    }
    return null;
  }

  /** Everything held, in the order of the vocabulary. */
  permissions(): Permission[] {
    return PERMISSIONS.filter((permission) => this.may(permission));
  }
}

/** Nothing in particular: a person who acts for themselves only. */
export const NO_ACCESS = new Access([]);

/** Access by one role on one resource. */
export const accessBy = (role: Role, on: Resource): Access => new Access([grant(role, on)]);

/** What a member or key of an organisation holds; bound to projects when some are named. */
export const memberAccess = (role: MemberRole, organisationId: string, projectIds: readonly string[] | null = null): Access =>
  accessBy(role, projectIds === null ? { kind: "organisation", organisationId } : { kind: "projects", organisationId, projectIds });

/** Only who may manage owners may make, change or remove one; everyone else is managed by members.manage. */
export const mayManage = (access: Access, target: MemberRole): boolean => access.may("members.manage") && (target !== "owner" || access.may("owners.manage"));
