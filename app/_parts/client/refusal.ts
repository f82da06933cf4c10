// A refusal as every screen shows it, extracted from whatever was thrown: by the server's caller while a page renders,
// by tRPC in the browser, or by a page's error boundary, which gets only the digest.

export interface Refusal {
  code: string;
  detail: string;
  suggestion: string;
  requestId?: string;
  errors: { pointer: string; message: string }[];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

function fieldErrors(value: unknown): Refusal["errors"] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) =>
    isRecord(entry) && typeof entry.pointer === "string" && typeof entry.message === "string" ? [{ pointer: entry.pointer, message: entry.message }] : [],
  );
}

const UNREACHABLE: Refusal = {
  code: "unreachable",
  detail: "The server did not answer.",
  suggestion: "Check the connection and try again; a repeated command is carried out once.",
  errors: [],
};

const OFFLINE: Refusal = {
  code: "offline",
  detail: "You are offline. Nothing was sent.",
  suggestion: "What you entered is still here: try again when you are connected.",
  errors: [],
};

/** What a command ends with instead of being sent while the browser has no network: it is never kept to be sent later. */
export class OfflineError extends Error {
  static throwIfOffline(): void {
    if (typeof navigator !== "undefined" && !navigator.onLine) throw new OfflineError(OFFLINE.detail);
  }
}

/** The refusal in an error of the server's caller; null for any other error. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof Error) || error.name !== "OperationError" || !("code" in error) || typeof error.code !== "string") return null;
  return {
    code: error.code,
    detail: error.message,
    suggestion: "suggestion" in error ? (text(error.suggestion) ?? "") : "",
    errors: "errors" in error ? fieldErrors(error.errors) : [],
  };
}

/** The refusal in an error of the tRPC client. An error without one never reached the server. */
export function refusalOfCall(error: unknown): Refusal {
  if (error instanceof OfflineError || (error instanceof Error && error.cause instanceof OfflineError)) return OFFLINE;
  const data = isRecord(error) && isRecord(error.data) ? error.data : null;
  const code = text(data?.code);
  if (data === null || code === undefined || !(error instanceof Error)) return UNREACHABLE;
  return { code, detail: error.message, suggestion: text(data.suggestion) ?? "", requestId: text(data.requestId), errors: fieldErrors(data.errors) };
}

const MARK = "berth:";

/** A refusal as an error's digest, the only part of a server error that reaches the page's error boundary. */
export const digestOf = ({ code, detail, suggestion, requestId }: Refusal): string => MARK + JSON.stringify({ code, detail, suggestion, requestId });

/** The refusal in a digest; null when the error is not one of ours. */
export function refusalOfDigest(digest: string | undefined): Refusal | null {
  if (digest === undefined || !digest.startsWith(MARK)) return null;
  try {
    const data: unknown = JSON.parse(digest.slice(MARK.length));
    if (!isRecord(data)) return null;
    return {
      code: text(data.code) ?? "internal",
      detail: text(data.detail) ?? "",
      suggestion: text(data.suggestion) ?? "",
      requestId: text(data.requestId),
      errors: [],
    };
  } catch {
    return null;
  }
}
