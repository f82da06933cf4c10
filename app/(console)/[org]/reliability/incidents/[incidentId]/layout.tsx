import type { ReactNode } from "react";
import { memberOf } from "@/app/_parts/page/read";
import { readIncident } from "../../_parts/incidents/read-incident";

/** Above the skeleton: once that is on its way, an answer can no longer say 404. */
export default async function IncidentLayout({ params, children }: { params: Promise<{ org: string; incidentId: string }>; children: ReactNode }) {
  const { org, incidentId } = await params;
  const { access } = await memberOf(org);
  if (access.may("reliability.read")) await readIncident(org, incidentId);
  return children;
}
