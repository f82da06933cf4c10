import { redirect } from "next/navigation";

/** The organisation's bare address leads to its overview. */
export default async function OrganisationHome({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  redirect(`/${org}/overview`);
}
