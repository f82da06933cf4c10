import { redirect } from "next/navigation";

/** The organisation's name alone leads to its overview. */
export default async function OrganisationHome({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  redirect(`/${org}/overview`);
}
