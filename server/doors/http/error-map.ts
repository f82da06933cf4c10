// The one place where a refusal becomes an answer: problem details for programs, an error code for tRPC. What was not
// meant to be read stays in the log.
import { TRPCError } from "@trpc/server";
import type { Problem } from "@/lib/contracts/common";
import { OperationError, type RateState, toOperationError } from "@/server/kernel/operation/errors";
import { logOf } from "@/server/kernel/process/log";

/** A method that an address does not answer, with those it does. */
class MethodNotAllowed extends OperationError {
  constructor(readonly allow: string) {
    super("method_not_allowed", `This address answers ${allow}.`);
  }
}
export const notAllowed = (methods: readonly string[]): OperationError => new MethodNotAllowed(methods.join(", "));

/** Logs what the caller will not see, and gives what they will. */
export function refusal(error: unknown, requestId: string, operation: string): OperationError {
  const refused = toOperationError(error);
  const { cause } = refused;
  // Too much work passes, and then comes by the thousand: a line each, without the stack.
  if (refused.status === 503)
    logOf(requestId).warn(
      { operation, code: refused.code, detail: refused.message, ...(cause instanceof Error && { cause: cause.message }) },
      "an operation was put off",
    );
  else if (refused.status >= 500) logOf(requestId).error({ err: refused.cause ?? refused, operation, code: refused.code }, "an operation failed");
  else logOf(requestId).debug({ operation, code: refused.code, detail: refused.message }, "an operation was refused");
  return refused;
}

/** RFC 9457 problem details. */
export function problemOf(error: OperationError, requestId: string): Problem {
  return {
    type: `urn:berth:problem:${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.message,
    code: error.code,
    suggestion: error.suggestion,
    requestId,
    ...(error.errors && { errors: error.errors }),
    ...(error.limits && { limits: [...error.limits] }),
  };
}

/** What is left of an allowance, for every answer of a call that is counted. */
export const rateHeaders = (rate: RateState | null | undefined): Record<string, string> =>
  rate ? { "ratelimit-limit": String(rate.limit), "ratelimit-remaining": String(rate.remaining), "ratelimit-reset": String(rate.resetSeconds) } : {};

/** Headers that belong to a refusal. */
export function headersOf(error: OperationError): Record<string, string> {
  return {
    ...rateHeaders(error.rate),
    ...(error.retryAfterSeconds !== undefined && { "retry-after": String(error.retryAfterSeconds) }),
    ...(error.status === 401 && { "www-authenticate": "Bearer" }),
    ...(error instanceof MethodNotAllowed && { allow: error.allow }),
  };
}

const TRPC_CODES: Readonly<Record<number, TRPCError["code"]>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_SUPPORTED",
  406: "BAD_REQUEST",
  409: "CONFLICT",
  412: "PRECONDITION_FAILED",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  503: "SERVICE_UNAVAILABLE",
};

/** The same refusal for tRPC; the formatter in trpc.ts reads it back from the cause. */
export const trpcErrorOf = (error: OperationError): TRPCError =>
  new TRPCError({ code: TRPC_CODES[error.status] ?? "INTERNAL_SERVER_ERROR", message: error.message, cause: error });
