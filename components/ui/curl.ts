export type ApiRequest = {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With its query: "/quotes" or "/offers?gpuModel=…". */
  path: string;
  body?: unknown;
  /** The call must carry an Idempotency-Key. */
  idempotent?: boolean;
};

/** Closes the single quotes, adds an escaped one and opens them again: safe for any text in a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The same call on a command line. The key is a shell variable, never the key itself. */
export function toCurl(origin: string, request: ApiRequest): string {
  const lines = [`curl -sS -X ${request.method} ${quoted(`${origin}/api/v1${request.path}`)}`, `-H "Authorization: Bearer $BERTH_API_KEY"`];
  if (request.idempotent) lines.push(`-H "Idempotency-Key: $(uuidgen)"`);
  if (request.body !== undefined) {
    lines.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(request.body))}`);
  }
  return lines.join(" \\\n  ");
}
