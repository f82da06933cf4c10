// tRPC over the registry, for the console. Types are spelled out instead of inferred: with 150 verbs that keeps an
// editor's completion under two seconds.
import { initTRPC, type TRPCBuiltRouter, type TRPCError, type TRPCMutationProcedure, type TRPCQueryProcedure } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { z } from "zod";
import type { Caller } from "@/server/kernel/operation/actor";
import { env } from "@/server/kernel/process/env";
import { OperationError, toOperationError } from "@/server/kernel/operation/errors";
import type { AnyVerb, Verb } from "@/server/kernel/operation/operation";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import { decodeBytes, decodeComponent, queryOf } from "../http/decode";
import { headersOf, notAllowed, refusal, trpcErrorOf } from "../http/error-map";
import { expectJson } from "../http/http";
import { isVerb, type Registry, registry, verbNamed, type VerbTree } from "../registry";
import { callerOfRequest } from "./session-caller";

const ENDPOINT = "/api/trpc";

/** What a screen gets about a refusal. */
interface ErrorData {
  code: string;
  httpStatus: number;
  suggestion: string;
  requestId: string;
  errors: { pointer: string; message: string }[];
}

/** tRPC's own refusals, mapped to ours. */
function ofProtocol({ code, message }: TRPCError): OperationError | null {
  if (code === "NOT_FOUND") return new OperationError("not_found", "There is no such operation.");
  if (code === "METHOD_NOT_SUPPORTED") return new OperationError("method_not_allowed", "Queries are read by GET, mutations sent by POST.");
  if (code === "UNSUPPORTED_MEDIA_TYPE") return new OperationError("unsupported_media_type", "Only JSON in UTF-8 is understood.");
  if (code === "PAYLOAD_TOO_LARGE") return new OperationError("payload_too_large", "The request is too large.");
  return code === "BAD_REQUEST" || code === "PARSE_ERROR"
    ? new OperationError("validation_failed", message, { errors: [{ pointer: "", message: "is not a well-formed call" }] })
    : null;
}

const t = initTRPC.context<Caller>().create({
  isDev: false,
  errorFormatter: ({ error, shape, ctx }) => {
    const refused = error.cause instanceof OperationError ? error.cause : (ofProtocol(error) ?? toOperationError(error));
    const data: ErrorData = {
      code: refused.code,
      httpStatus: refused.status,
      suggestion: refused.suggestion,
      requestId: ctx?.requestId ?? "",
      errors: refused.errors ?? [],
    };
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
  // The operation parses its input; parsing here as well would cost twice.
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
  Object.fromEntries(
    Object.entries(tree).flatMap(([name, node]): [string, Procedures[string]][] =>
      isVerb(node) ? (node.definition.internal ? [] : [[name, procedureOf(node)]]) : [[name, proceduresOf(node)]],
    ),
  );

export type AppRouter = TRPCBuiltRouter<(typeof t)["_config"]["$types"], RecordOf<Registry>>;

const appRouter = t.router(proceduresOf(registry)) as unknown as AppRouter;

/** A browser says where a request comes from; one from another site cannot act with our cookie. */
function isForeign(request: Request): boolean {
  const origin = request.headers.get("origin");
  if (request.method !== "POST" || origin === null) return false;
  const host = URL.canParse(origin) ? new URL(origin).host : null;
  return host === null || (host !== request.headers.get("host") && host !== new URL(env().PUBLIC_URL).host);
}

/** The method for the operations named in the path; tRPC itself answers unknown ones. */
function methodOf(path: string): "GET" | "POST" | null {
  const kinds = new Set(path.split(",").map((name) => verbNamed(name)?.kind));
  return kinds.has("command") ? "POST" : kinds.has("query") ? "GET" : null;
}

/**
 * The request with its body read and checked by the rules of every door, so that tRPC has nothing to repair.
 * @throws OperationError
 */
async function checked(request: Request): Promise<Request> {
  const { pathname, search } = new URL(request.url);
  queryOf(search.slice(1));
  const wanted = methodOf(decodeComponent(pathname.slice(ENDPOINT.length + 1)));
  const given = request.method === "HEAD" ? "GET" : request.method;
  if (given !== "GET" && given !== "POST") throw notAllowed(["GET", "HEAD", "POST"]);
  if (wanted !== null && given !== wanted) throw notAllowed(wanted === "GET" ? ["GET", "HEAD"] : ["POST"]);
  if (isForeign(request)) throw new OperationError("forbidden", "The request comes from another site.");
  if (given === "GET") return request;
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > 0) expectJson(request.headers);
  return new Request(request.url, { method: request.method, headers: request.headers, body: decodeBytes(bytes), signal: request.signal });
}

/** A refusal before any operation, in tRPC's format. */
function refusedResponse(error: unknown, request: Request): Response {
  const requestId = request.headers.get("x-request-id") ?? "";
  const refused = refusal(error, requestId, "trpc");
  const { code, status, message, suggestion, errors = [] } = refused;
  const data: ErrorData = { code, httpStatus: status, suggestion, requestId, errors };
  const headers = { "cache-control": "no-store", "x-request-id": requestId, ...headersOf(refused) };
  return Response.json({ error: { code: TRPC_ERROR_CODES_BY_KEY[trpcErrorOf(refused).code], message, data } }, { status, headers });
}

/** The tRPC door: app/api/trpc/[trpc]/route.ts forwards every request here. */
export async function handleTrpc(given: Request): Promise<Response> {
  let request: Request;
  try {
    request = await checked(given);
  } catch (error) {
    return refusedResponse(error, given);
  }
  return fetchRequestHandler({
    endpoint: ENDPOINT,
    req: request,
    router: appRouter,
    createContext: async () => {
      try {
        return await callerOfRequest(request);
      } catch (error) {
        throw trpcErrorOf(refusal(error, request.headers.get("x-request-id") ?? "", "session"));
      }
    },
    responseMeta: ({ ctx, errors }) => {
      const waits = errors.flatMap(({ cause }) => (cause instanceof OperationError && cause.retryAfterSeconds !== undefined ? [cause.retryAfterSeconds] : []));
      return {
        headers: {
          "cache-control": "no-store",
          ...(ctx && { "x-request-id": ctx.requestId }),
          ...(waits.length > 0 && { "retry-after": String(Math.max(...waits)) }),
        },
      };
    },
  });
}
