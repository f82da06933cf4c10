import type { NavItem } from "@/components/shell/nav-list";
import type { Access, Permission } from "@/lib/permissions";

type Place = { path: string; label: string; icon: NavItem["icon"]; needs: Permission; hint: string };

/** The places of the console, in their order. Everybody sees those they may open. */
const PLACES: readonly Place[] = [
  { path: "overview", label: "Overview", icon: "overview", needs: "clusters.read", hint: "Is it me or you?" },
  { path: "reserve", label: "Reserve", icon: "reserve", needs: "capacity.read", hint: "Find capacity anywhere" },
  { path: "clusters", label: "Clusters", icon: "clusters", needs: "clusters.read", hint: "What runs and what arrives" },
  { path: "reliability", label: "Reliability", icon: "reliability", needs: "reliability.read", hint: "Uptime, incidents, credits" },
  { path: "billing", label: "Billing", icon: "billing", needs: "billing.read", hint: "Invoices and payments" },
  { path: "organisation/audit", label: "Organisation", icon: "organisation", needs: "audit.read", hint: "Audit log" },
];

export const placesOf = (access: Access): Place[] => PLACES.filter((place) => access.may(place.needs));
