// The only place where a refusal becomes a response: problem details for programs, an error code for tRPC. Internal
// details stay in the log.
import { TRPCError } from "@trpc/server";
import type { Problem } from "@/lib/contracts/common";
import { OperationError, type RateState, toOperationError } from "@/server/kernel/operation/errors";
import { logOf } from "@/server/kernel/process/log";

/** An unsupported method of an address, with the supported ones. */
class MethodNotAllowed extends OperationError {
  constructor(readonly allow: string) {
    super("method_not_allowed", `This address answers ${allow}.`);
  }
}
export const notAllowed = (methods: readonly string[]): OperationError => new MethodNotAllowed(methods.join(", "));

/** Logs what the caller will not see, and returns what they will. */
export function refusal(error: unknown, requestId: string, operation: string): OperationError {
  const refused = toOperationError(error);
  const { cause } = refused;
  // Overload is temporary and comes in thousands, so it gets one line each, without the stack.
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

/** The remaining rate limit, for every response to a counted call. */
export const rateHeaders = (rate: RateState | null | undefined): Record<string, string> =>
  rate ? { "ratelimit-limit": String(rate.limit), "ratelimit-remaining": String(rate.remaining), "ratelimit-reset": String(rate.resetSeconds) } : {};

/** Response headers of a refusal. */
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

/** The same refusal for tRPC; the formatter in trpc.ts extracts it from the cause. */
export const trpcErrorOf = (error: OperationError): TRPCError =>
  new TRPCError({ code: TRPC_CODES[error.status] ?? "INTERNAL_SERVER_ERROR", message: error.message, cause: error });
