// A static page without database, script or framework, for when one of them is the problem.
import type { IncomingMessage, ServerResponse } from "node:http";

export interface PlainPage {
  status: number;
  title: string;
  /** What it means for the reader, and what to do. */
  sentences: readonly string[];
  headers?: Record<string, string>;
}

const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;color-scheme:light dark;margin:12vh auto;max-width:36rem;padding:0 1.25rem}h1{font-size:1.5rem}small{opacity:.7}";

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The page as bytes, and its headers. */
export function plainPage(
  { status, title, sentences, headers }: PlainPage,
  requestId: string,
): { status: number; bytes: Buffer; headers: Record<string, string | number> } {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)} · Berth</title><style>${STYLE}</style></head><body><main><h1>${escape(title)}</h1>${sentences.map((sentence) => `<p>${escape(sentence)}</p>`).join("")}<p><small>Request ${escape(requestId)}</small></p></main></body></html>`;
  const bytes = Buffer.from(html);
  return {
    status,
    bytes,
    headers: { "content-type": "text/html; charset=utf-8", "content-length": bytes.byteLength, "cache-control": "no-store", ...headers },
  };
}

/** Sends it as the response. */
export function sendPlainPage(request: IncomingMessage, response: ServerResponse, page: PlainPage, requestId: string): void {
  const { status, bytes, headers } = plainPage(page, requestId);
  response.writeHead(status, headers);
  response.end(request.method === "HEAD" ? undefined : bytes);
}
