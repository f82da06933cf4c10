// How a page reads: maps refusals to what a page can show.
import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { returnPath, signInPath } from "@/lib/return-path";
import { accessOf, type Api, readTogether, signedIn } from "@/server/doors/console/caller";
import { digestOf, refusalOf } from "../client/refusal";
import { isConsolePage } from "./console-paths";

/**
 * The requested address as recorded by the door (server/doors/http/page-headers.ts), without the framework's additions.
 */
export async function askedAddress(): Promise<string> {
  const url = new URL(returnPath((await headers()).get("x-asked-address"), "http://console"), "http://console");
  url.searchParams.delete("_rsc");
  return url.pathname + url.search;
}

/**
 * Runs a page's reads. Not signed in: redirects to the sign-in page. Not found: shows that page. Any other refusal goes
 * to the route's error.tsx, with code, suggestion and request id in its digest.
 */
export async function read<T>(reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    if (refusal.code === "unauthenticated") redirect(signInPath(await askedAddress(), true));
    if (refusal.code === "not_found") notFound();
    const requestId = (await headers()).get("x-request-id") ?? undefined;
    throw shown(refusal.code, digestOf({ ...refusal, requestId }));
  }
}

/** The door has logged why. What the framework logs once more is one line: no stack, no digest. */
function shown(code: string, digest: string): Error {
  const error = new Error(code);
  error.stack = `a page was refused: ${code}`;
  return Object.defineProperty(error, "digest", { value: digest });
}

/** Who is signed in, or null; read as a page reads everything. */
export const visitor = () => read(() => signedIn());

/** The same for an organisation's operations. */
export const readFor = <T>(organisation: string, reading: (operations: Api) => Promise<T>): Promise<T> => read(() => readTogether(organisation, reading));

/**
 * The signed-in person, their membership of an organisation and what they can do there; the surrounding pages handle
 * its absence.
 */
export async function memberOf(organisation: string) {
  const person = await visitor();
  if (person === null) {
    const address = await askedAddress();
    if (!isConsolePage(new URL(address, "http://console").pathname)) notFound();
    redirect(signInPath(address));
  }
  const membership = person.organisations.find((one) => one.slug === organisation);
  if (membership === undefined) notFound();
  return { person, membership, access: accessOf(membership) };
}
