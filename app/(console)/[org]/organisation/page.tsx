import { redirect } from "next/navigation";

/** The first of the organisation's pages that stands. */
export default async function OrganisationPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  redirect(`/${org}/organisation/audit`);
}
