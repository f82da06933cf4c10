// The server-side caller for pages: the same operations as every door, typed as a tree, without HTTP in between.
import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import type { z } from "zod";
import { readSession, type SignedIn } from "@/server/identity";
import { readSharing, type SharedReading } from "@/server/kernel/database/db";
import type { Caller } from "@/server/kernel/operation/actor";
import { now } from "@/server/kernel/process/clock";
import { env } from "@/server/kernel/process/env";
import type { AnyVerb, Verb } from "@/server/kernel/operation/operation";
import { refusal } from "../http/error-map";
import { sessionCookie } from "./next-auth";
import { isVerb, type Registry, registry, type VerbTree } from "../registry";
import { actorAt, consoleCaller, type Desk } from "./session-caller";

/** `api.capacity.quote.get({ id })`: every verb as a function. Throws OperationError, unknown errors with their text hidden. */
export type Api<T = Registry> = {
  readonly [K in keyof T]: T[K] extends Verb<"command" | "query", string, infer I, infer O> ? (input: z.input<I>) => Promise<z.output<O>> : Api<T[K]>;
};

type Calls = { [name: string]: ((input: unknown) => Promise<unknown>) | Calls };

function callsOf(tree: VerbTree, caller: Caller, enclosing?: SharedReading): Calls {
  const call = (verb: AnyVerb) => async (input: unknown) => {
    try {
      return (await verb.execute(caller, input, enclosing)).output;
    } catch (error) {
      throw refusal(error, caller.requestId, verb.name);
    }
  };
  return Object.fromEntries(Object.entries(tree).map(([name, node]) => [name, isVerb(node) ? call(node) : callsOf(node, caller, enclosing)]));
}

export { accessOf } from "@/server/identity";

/** Who is signed in, read once per request; null when nobody is. */
export const signedIn = cache(async (): Promise<SignedIn | null> => {
  const token = (await cookies()).get(sessionCookie())?.value;
  return token ? readSession(token) : null;
});

const apiAt = async (desk: Desk, enclosing?: SharedReading): Promise<Api> =>
  callsOf(registry, consoleCaller(await headers(), actorAt(await signedIn(), desk)), enclosing) as Api;

/**
 * The operations, called by the signed-in person for an organisation; without a slug, as themselves or anonymously.
 * @throws OperationError unauthenticated or not_found (also for an organisation they do not belong to)
 */
export const api = (organisation?: string): Promise<Api> => apiAt(organisation === undefined ? null : { organisation });

/**
 * Runs everything `reading` asks for an organisation in one transaction, because a page's reads should not open a
 * dozen.
 */
export const readTogether = <T>(organisation: string, reading: (operations: Api) => Promise<T>): Promise<T> =>
  readSharing(async (shared) => reading(await apiAt({ organisation }, shared)));

/** The operations, called by network staff. */
export const operatorApi = (): Promise<Api> => apiAt("operator");

/** The server's time for this request, RFC 3339; countdowns and clocks in the browser run on it. */
export const serverNow = cache((): string => now().toISOString());

/** Whether this is the demo: the sign-in page then lists its people. */
export const isDemo = (): boolean => env().BERTH_DEMO;

/** The public address of the console. */
export const publicUrl = (): URL => new URL(env().PUBLIC_URL);
