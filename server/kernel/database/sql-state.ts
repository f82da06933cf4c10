// Maps database errors, thrown by pg or found as a cause, to what they mean for the caller.
import { OperationError } from "../operation/errors";
import { systemMilliseconds } from "../process/clock";
import { isPoolersRefusal, PoolerRefused } from "./pooler";
import { processWide } from "./process-wide";

const field = (value: unknown, name: string): unknown => (typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined);

const SQL_STATE = /^[0-9A-Z]{5}$/;

/** The five-character SQLSTATE inside an error, or null. */
export function sqlState(error: unknown, depth = 0): string | null {
  const code = field(error, "code");
  if (typeof code === "string" && SQL_STATE.test(code)) return code;
  const cause = field(error, "cause");
  return cause !== undefined && depth < 3 ? sqlState(cause, depth + 1) : null;
}

/** Whether the same transaction may succeed when retried: serialization failure or deadlock. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state === "40001" || state === "40P01";
}

/** A unique or exclusion constraint refused the row; with a name, only that constraint counts. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const state = sqlState(error);
  return (state === "23505" || state === "23P01") && (constraint === undefined || mentions(error, constraint));
}

/** A check constraint refused the row; with a name, only that constraint counts. */
export function isCheckViolation(error: unknown, constraint?: string): boolean {
  return sqlState(error) === "23514" && (constraint === undefined || mentions(error, constraint));
}

const mentions = (error: unknown, constraint: string): boolean =>
  field(error, "constraint") === constraint ||
  String(field(error, "message") ?? "").includes(constraint) ||
  (field(error, "cause") !== undefined && mentions(field(error, "cause"), constraint));

const SOCKET_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"]);
const SOCKET_TEXT = /Connection terminated|not queryable|Client was closed|server closed the connection/;

/** Postgres can read but not write: the disk is full, or the server is read-only, such as a standby. */
const NO_WRITING: Readonly<Record<string, string>> = {
  "53100": "Nothing can be stored right now: the database's disk is full.",
  "25006": "Nothing can be stored right now: the database only reads.",
};

const shared = processWide("writing refused", (): { at: number; why: string | null } => ({ at: -Infinity, why: null }));
/** After a refused write we report the database as read-only for this long; readiness polls more often than that. */
const REFUSED_FOR_MILLISECONDS = 10_000;

/** Why writes were refused in the last few seconds, or null. */
export const writingRefused = (): string | null => (systemMilliseconds() - shared.at < REFUSED_FOR_MILLISECONDS ? shared.why : null);

function cannotWrite(why: string, cause: unknown): OperationError {
  Object.assign(shared, { at: systemMilliseconds(), why });
  return new OperationError("unavailable", why, { retryAfterSeconds: 30, cause });
}

/** Other exhausted resources of the server (class 53), its I/O failures (58), and shutdown or startup (57P, 08). */
const AWAY = /^(08|53|57P|58)/;

/**
 * A busy or unreachable database becomes a temporary refusal with a retry time; text Postgres cannot store becomes bad
 * input; everything else is returned unchanged. The outcome of a commit whose answer was lost is unknown: an
 * idempotency key makes the retry safe.
 */
export function toRefusal(error: unknown, { readOnly = false }: { readOnly?: boolean } = {}): unknown {
  if (error instanceof OperationError && !isRetryable(error)) return error;
  const state = sqlState(error);
  const message = error instanceof Error ? error.message : "";
  if (isPoolersRefusal(message)) return new PoolerRefused({ cause: error });
  if (message.startsWith("timeout exceeded when trying to connect") || state === "53300") {
    return new OperationError("overloaded", "The database has more work than it can take on right now.", { retryAfterSeconds: 1, cause: error });
  }
  if (state === "40001" || state === "40P01") {
    return new OperationError("overloaded", "Too many changes were made to the same thing at once.", { retryAfterSeconds: 1, cause: error });
  }
  if (state === "57014" || state === "55P03") {
    return new OperationError("overloaded", "The request took longer than it may and was stopped.", { retryAfterSeconds: 5, cause: error });
  }
  if (state === "22021" || state === "22P05") {
    return new OperationError("validation_failed", "A text holds a character that cannot be stored, such as NUL.", { cause: error });
  }
  const code = field(error, "code");
  // A write in one of our own read-only transactions is a defect, not the database's state.
  const why = state === null || (readOnly && state === "25006") ? undefined : NO_WRITING[state];
  if (why !== undefined) return cannotWrite(why, error);
  if ((state !== null && AWAY.test(state)) || (typeof code === "string" && SOCKET_CODES.has(code)) || SOCKET_TEXT.test(message)) {
    return new OperationError("unavailable", "The database cannot be reached right now.", { retryAfterSeconds: 3, cause: error });
  }
  return error;
}
