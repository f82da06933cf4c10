import type { ReactNode } from "react";
import { memberOf } from "@/app/_parts/page/read";
import { readIncident } from "../../_parts/incidents/read-incident";

/** Read above the skeleton: once that has been sent, the response can no longer be a 404. */
export default async function IncidentLayout({ params, children }: { params: Promise<{ org: string; incidentId: string }>; children: ReactNode }) {
  const { org, incidentId } = await params;
  const { access } = await memberOf(org);
  if (access.may("reliability.read")) await readIncident(org, incidentId);
  return children;
}
