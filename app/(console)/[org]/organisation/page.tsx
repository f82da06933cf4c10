import { notFound, redirect } from "next/navigation";
import { memberOf } from "@/app/_parts/page/read";
import { organisationPlaces } from "./_parts/organisation-nav";

/** The first of the organisation's pages that the reader can open. */
export default async function OrganisationPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const [first] = organisationPlaces((await memberOf(org)).access);
  if (first === undefined) notFound();
  redirect(`/${org}/organisation/${first.key}`);
}
