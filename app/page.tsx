import { notFound, redirect } from "next/navigation";
import { visitor } from "./_parts/page/read";

/** The root redirects people to where they work. */
export default async function Home() {
  const person = await visitor();
  if (person === null) redirect("/sign-in");
  const [first] = person.organisations;
  if (first !== undefined) redirect(`/${first.slug}/overview`);
  if (person.staff) redirect("/operator");
  notFound();
}
