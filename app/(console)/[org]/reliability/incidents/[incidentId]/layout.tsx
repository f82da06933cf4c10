import type { ReactNode } from "react";
import { memberOf } from "@/app/_page/read";
import { can } from "@/lib/permissions";
import { readIncident } from "../../_incidents/read-incident";

/** Above the skeleton: once that is on its way, an answer can no longer say 404. */
export default async function IncidentLayout({ params, children }: { params: Promise<{ org: string; incidentId: string }>; children: ReactNode }) {
  const { org, incidentId } = await params;
  const { membership } = await memberOf(org);
  if (can(membership.role, "reliability.read")) await readIncident(org, incidentId);
  return children;
}
