import type { MemberRole, Permission } from "@/lib/permissions";

export const ROLE_NAME: Readonly<Record<MemberRole, string>> = { owner: "Owner", admin: "Admin", engineer: "Engineer", finance: "Finance", viewer: "Viewer" };

/** What each role is for, in one line. */
export const ROLE_PURPOSE: Readonly<Record<MemberRole, string>> = {
  owner: "Everything, including who else is an owner",
  admin: "Everything except owners",
  engineer: "Reserves capacity and runs clusters; sees no invoices",
  finance: "Reads and manages billing; reserves nothing",
  viewer: "Reads clusters and reliability",
};

/** Permissions of a customer's members. The network's own never reach an organisation. */
type MemberPermission = Exclude<Permission, "network.read" | "network.manage" | "system.run" | "signals.write">;

export const PERMISSION_WORDS: Readonly<Record<MemberPermission, string>> = {
  "capacity.read": "Search capacity and prices",
  "capacity.reserve": "Take quotes and reserve",
  "clusters.read": "See clusters and what they cost",
  "clusters.manage": "Manage clusters: SSH keys, faults, replacements",
  "reliability.read": "See uptime, incidents and SLA reports",
  "projects.read": "See projects",
  "projects.manage": "Create projects",
  "billing.read": "See invoices, payments and the statement",
  "billing.manage": "Change billing details",
  "members.read": "See members",
  "members.manage": "Invite, change and remove members",
  "owners.manage": "Make, change and remove owners",
  "keys.manage": "Create and revoke API keys",
  "audit.read": "Read the audit log",
};

/** lib/permissions.ts decides which permissions exist on single projects; these roles can be limited to some. */
export const PROJECT_ROLES: readonly MemberRole[] = ["engineer", "viewer"];
