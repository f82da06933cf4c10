// Everything that can go wrong, as a closed list. Domain code throws OperationError and knows no transport;
// server/doors/http/error-map.ts is the only place that turns a code into a response.
import type { FieldError, ProblemLimit } from "@/lib/contracts/common";

interface ErrorKind {
  status: number;
  title: string;
  /** The default suggestion, used when the throwing code has nothing better. */
  suggestion: string;
}

/** code → status, title and default suggestion. Codes are part of the public contract: add, never rename. */
const KINDS = {
  validation_failed: { status: 400, title: "The request is not valid", suggestion: "Correct the fields named in errors and send the request again." },
  idempotency_key_required: {
    status: 400,
    title: "Idempotency-Key is missing",
    suggestion: "Send an Idempotency-Key header with a value of your own, and the same value when you retry.",
  },
  unauthenticated: { status: 401, title: "Not signed in", suggestion: "Send a valid API key as Authorization: Bearer, or sign in again." },
  forbidden: { status: 403, title: "Not allowed", suggestion: "Ask an admin of your organisation for a role that may do this." },
  policy_denied: { status: 403, title: "Refused by policy", suggestion: "Ask an admin of your organisation to change the policy." },
  approval_required: { status: 403, title: "Approval is needed", suggestion: "Ask an approver of your organisation to approve this first." },
  limit_reached: { status: 409, title: "A limit is reached", suggestion: "Give back something you hold, or ask for less." },
  budget_exceeded: { status: 403, title: "Over the budget", suggestion: "Choose something smaller, or ask an admin to raise the budget." },
  not_found: { status: 404, title: "Not found", suggestion: "Check the id, and that it belongs to your organisation." },
  method_not_allowed: { status: 405, title: "Method not allowed", suggestion: "Use one of the methods named in the Allow header." },
  not_acceptable: { status: 406, title: "Not in that form", suggestion: "Send Accept: application/json, or no Accept at all." },
  conflict: { status: 409, title: "Conflict", suggestion: "Read the current state and decide again." },
  invalid_state: { status: 409, title: "Not possible in this state", suggestion: "Read the current state and decide again." },
  idempotency_key_reused: { status: 409, title: "Idempotency-Key was used for another request", suggestion: "Send a new key for a new request." },
  capacity_unavailable: { status: 409, title: "Capacity is no longer available", suggestion: "Search again for other offers, or set a capacity watch." },
  quote_expired: { status: 409, title: "The quote has expired", suggestion: "Take a new quote for the same offer." },
  offer_expired: { status: 409, title: "The offer has expired", suggestion: "Search again and take a quote for a fresh offer." },
  quote_used: { status: 409, title: "The quote was already used", suggestion: "Open the reservation made from it, or take a new quote." },
  precondition_failed: { status: 412, title: "Another version", suggestion: "Send the request without If-Match, or with the tag of the present version." },
  payload_too_large: { status: 413, title: "The request is too large", suggestion: "Send less at once." },
  unsupported_media_type: { status: 415, title: "Not JSON", suggestion: "Send the body as application/json." },
  po_required: { status: 422, title: "A purchase order is required", suggestion: "Send a purchaseOrder; your organisation asks for one on every reservation." },
  rate_limited: { status: 429, title: "Too many requests", suggestion: "Wait as long as Retry-After says, then go on more slowly." },
  internal: { status: 500, title: "Something went wrong on our side", suggestion: "Try again; if it persists, send us the request id." },
  overloaded: { status: 503, title: "Too busy", suggestion: "Try again after the seconds in Retry-After; sending the same Idempotency-Key is safe." },
  unavailable: {
    status: 503,
    title: "Temporarily unavailable",
    suggestion: "Try again after the seconds in Retry-After; sending the same Idempotency-Key is safe.",
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof KINDS;

export const ERROR_KINDS: Readonly<Record<ErrorCode, ErrorKind>> = KINDS;

/** What is left of a caller's rate limit. */
export interface RateState {
  limit: number;
  remaining: number;
  /** Seconds until the window resets. */
  resetSeconds: number;
}

export interface ErrorMore {
  /** What the caller can do about it. */
  suggestion?: string;
  /** For bad input: where and what. */
  errors?: FieldError[];
  /** For a policy's refusal: the limits that were hit. */
  limits?: readonly ProblemLimit[];
  /** For temporary refusals: seconds until a retry makes sense. */
  retryAfterSeconds?: number;
  /** What is left of the caller's allowance. */
  rate?: RateState;
  /** For the log only, never shown. */
  cause?: unknown;
}

/** A refusal whose reason the caller can read. `detail` is shown: a full sentence without internals. */
export class OperationError extends Error {
  readonly status: number;
  readonly title: string;
  readonly suggestion: string;
  readonly errors: FieldError[] | undefined;
  readonly limits: readonly ProblemLimit[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** What is left of the caller's allowance, on every refusal of a call that was counted. */
  rate: RateState | undefined;

  constructor(
    readonly code: ErrorCode,
    detail: string,
    more: ErrorMore = {},
  ) {
    super(detail, { cause: more.cause });
    this.name = "OperationError";
    this.status = KINDS[code].status;
    this.title = KINDS[code].title;
    this.suggestion = more.suggestion ?? KINDS[code].suggestion;
    this.errors = more.errors;
    this.limits = more.limits;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.rate = more.rate;
  }
}

/** "not found" for a thing that does not exist or belongs to someone else: the caller cannot tell the difference. */
export const notFound = (noun: string, id: string): OperationError => new OperationError("not_found", `There is no ${noun} ${id} in your organisation.`);

/**
 * Turns anything thrown into something safe to show: an OperationError is kept, everything else becomes "internal" with
 * its text hidden in `cause`.
 */
export function toOperationError(error: unknown): OperationError {
  if (error instanceof OperationError) return error;
  return new OperationError("internal", "The request could not be carried out. Nothing was changed.", { cause: error });
}
