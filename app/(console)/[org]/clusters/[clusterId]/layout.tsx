import type { ReactNode } from "react";
import { memberOf } from "@/app/_parts/page/read";
import { readDetail } from "./_parts/read-detail";

/** Read above the skeleton: once that has been sent, the response can no longer be a 404. */
export default async function ClusterLayout({ params, children }: { params: Promise<{ org: string; clusterId: string }>; children: ReactNode }) {
  const { org, clusterId } = await params;
  const { access } = await memberOf(org);
  if (access.may("clusters.read")) await readDetail(org, clusterId);
  return children;
}
