// tRPC over the registry, for the console. Types are spelled out instead of inferred: with 150 verbs that keeps an
// editor's completion under two seconds.
import { initTRPC, type TRPCBuiltRouter, type TRPCMutationProcedure, type TRPCQueryProcedure } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { z } from "zod";
import type { Caller } from "@/server/kernel/operation/actor";
import { env } from "@/server/kernel/process/env";
import { OperationError, toOperationError } from "@/server/kernel/operation/errors";
import type { AnyVerb, Verb } from "@/server/kernel/operation/operation";
import { refusal, trpcErrorOf } from "../http/error-map";
import { isVerb, type Registry, registry, type VerbTree } from "../registry";
import { callerOfRequest } from "./session-caller";

/** What a screen knows about a refusal. */
interface ErrorData {
  code: string;
  httpStatus: number;
  suggestion: string;
  requestId: string;
  errors: { pointer: string; message: string }[];
}

const t = initTRPC.context<Caller>().create({
  isDev: false,
  errorFormatter: ({ error, shape, ctx }) => {
    const refused = error.cause instanceof OperationError ? error.cause : error.code === "NOT_FOUND" ? new OperationError("not_found", "There is no such operation.") : toOperationError(error);
    const data: ErrorData = { code: refused.code, httpStatus: refused.status, suggestion: refused.suggestion, requestId: ctx?.requestId ?? "", errors: refused.errors ?? [] };
    return { code: shape.code, message: refused.message, data };
  },
});

type ProcedureOf<V> =
  V extends Verb<infer K, string, infer I, infer O>
    ? K extends "query"
      ? TRPCQueryProcedure<{ input: z.input<I>; output: z.output<O>; meta: unknown }>
      : TRPCMutationProcedure<{ input: z.input<I>; output: z.output<O>; meta: unknown }>
    : never;

type RecordOf<T> = { [K in keyof T]: T[K] extends AnyVerb ? ProcedureOf<T[K]> : RecordOf<T[K]> };

function procedureOf(verb: AnyVerb) {
  // The operation parses its input: parsing here as well would cost twice.
  const procedure = t.procedure.input((input: unknown) => input);
  const resolve = async ({ ctx, input }: { ctx: Caller; input: unknown }): Promise<unknown> => {
    try {
      return (await verb.execute(ctx, input)).output;
    } catch (error) {
      throw trpcErrorOf(refusal(error, ctx.requestId, verb.name));
    }
  };
  return verb.kind === "query" ? procedure.query(resolve) : procedure.mutation(resolve);
}

type Procedures = { [name: string]: ReturnType<typeof procedureOf> | Procedures };

const proceduresOf = (tree: VerbTree): Procedures =>
  Object.fromEntries(Object.entries(tree).flatMap(([name, node]): [string, Procedures[string]][] => (isVerb(node) ? (node.definition.internal ? [] : [[name, procedureOf(node)]]) : [[name, proceduresOf(node)]])));

export type AppRouter = TRPCBuiltRouter<(typeof t)["_config"]["$types"], RecordOf<Registry>>;

const appRouter = t.router(proceduresOf(registry)) as unknown as AppRouter;

/** A browser says where a request comes from; one from another site may not act with our cookie. */
function isForeign(request: Request): boolean {
  const origin = request.headers.get("origin");
  if (request.method !== "POST" || origin === null) return false;
  const host = URL.canParse(origin) ? new URL(origin).host : null;
  return host === null || (host !== request.headers.get("host") && host !== new URL(env().PUBLIC_URL).host);
}

/** The people's door: app/api/trpc/[trpc]/route.ts hands every request here. */
export function handleTrpc(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: async () => {
      if (isForeign(request)) throw trpcErrorOf(new OperationError("forbidden", "The request comes from another site."));
      try {
        return await callerOfRequest(request);
      } catch (error) {
        throw trpcErrorOf(refusal(error, request.headers.get("x-request-id") ?? "", "session"));
      }
    },
    responseMeta: ({ ctx, errors }) => ({
      headers: {
        "cache-control": "no-store",
        ...(ctx && { "x-request-id": ctx.requestId }),
        ...(errors.some((error) => error.cause instanceof OperationError && error.cause.retryAfterSeconds !== undefined) && { "retry-after": "1" }),
      },
    }),
  });
}
