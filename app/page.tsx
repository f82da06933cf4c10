import { notFound, redirect } from "next/navigation";
import { signedIn } from "@/server/doors/console/caller";

/** The door sends people where they work. */
export default async function Home() {
  const person = await signedIn();
  if (person === null) redirect("/sign-in");
  const [first] = person.organisations;
  if (first !== undefined) redirect(`/${first.slug}/overview`);
  if (person.staff) redirect("/operator");
  notFound();
}
