import type { NavItem } from "@/components/shell/nav-list";
import type { Access, Permission } from "@/lib/permissions";

type Place = {
  path: string;
  label: string;
  icon: NavItem["icon"];
  needs: Permission;
  hint: string;
  /** Filters by project when the address names one. */
  byProject?: true;
};

/** The sections of the console, in order. Readers see those they can open. */
const PLACES: readonly Place[] = [
  { path: "overview", label: "Overview", icon: "overview", needs: "clusters.read", hint: "Status of your clusters", byProject: true },
  { path: "reserve", label: "Reserve", icon: "reserve", needs: "capacity.read", hint: "Find capacity anywhere" },
  { path: "clusters", label: "Clusters", icon: "clusters", needs: "clusters.read", hint: "Running and arriving", byProject: true },
  { path: "reliability", label: "Reliability", icon: "reliability", needs: "reliability.read", hint: "Uptime, incidents, SLA credits", byProject: true },
  { path: "billing", label: "Billing", icon: "billing", needs: "billing.read", hint: "Invoices and payments", byProject: true },
  { path: "organisation", label: "Organisation", icon: "organisation", needs: "projects.read", hint: "Members, projects, keys, audit log" },
];

export const placesOf = (access: Access): Place[] => PLACES.filter((place) => access.may(place.needs));

/** Pages without an entry of their own in the navigation. */
const MORE: readonly { path: string; label: string; hint: string; needs: Permission }[] = [
  { path: "reliability#incidents", label: "Incidents", hint: "of the month, with evidence", needs: "reliability.read" },
  { path: "reliability#maintenance", label: "Maintenance", hint: "announced work", needs: "reliability.read" },
  { path: "reliability#reports", label: "SLA reports", hint: "by month and cluster", needs: "reliability.read" },
  { path: "billing/usage", label: "Usage", hint: "GPU hours and cost by project, cluster or day", needs: "clusters.read" },
  { path: "billing/statement", label: "Statement", hint: "what was owed and paid", needs: "billing.read" },
  { path: "billing/payments", label: "Payments", hint: "received from you", needs: "billing.read" },
  { path: "billing/credit-notes", label: "Credit notes", hint: "with the invoice each corrects", needs: "billing.read" },
  { path: "organisation/members", label: "Members", hint: "people, roles and invitations", needs: "members.read" },
  { path: "organisation/projects", label: "Projects", hint: "cost centres", needs: "projects.read" },
  { path: "organisation/roles", label: "Roles", hint: "what each role can do", needs: "members.read" },
  { path: "organisation/keys", label: "API keys", hint: "keys of programs", needs: "keys.manage" },
  { path: "account", label: "Your account", hint: "password, sessions, sign out elsewhere", needs: "projects.read" },
  { path: "organisation/audit", label: "Audit log", hint: "who did what, when", needs: "audit.read" },
];

export const morePagesOf = (access: Access) => MORE.filter((page) => access.may(page.needs));
