// The next-auth door: cases in which next-auth would answer 500, an HTML page or a wrong 200 are handled here.
import NextAuth from "next-auth";
import { NextRequest } from "next/server";
import { OperationError } from "@/server/kernel/operation/errors";
import { type RequestNote, withNote } from "@/server/kernel/process/request-note";
import { decodeBytes, queryOf } from "../http/decode";
import { headersOf, problemOf, refusal } from "../http/error-map";
import { authOptions, isOwnAddress, sessionCookie, signOutSurely } from "./next-auth";

export interface AuthContext {
  params: Promise<{ nextauth: string[] }>;
}

const FORM = "application/x-www-form-urlencoded";

const foreign = () =>
  new OperationError("validation_failed", "callbackUrl is no address of this site.", {
    errors: [{ pointer: "/callbackUrl", message: "must be an address of this site" }],
  });

/**
 * The request with its form read and checked by the rules of every door.
 * @throws OperationError
 */
async function checked(request: NextRequest): Promise<NextRequest> {
  if (!isOwnAddress(request.nextUrl.searchParams.get("callbackUrl"))) throw foreign();
  if (request.method !== "POST") return request;
  const bytes = new Uint8Array(await request.arrayBuffer());
  const [type = "", ...parameters] = (request.headers.get("content-type") ?? FORM).split(";").map((part) => part.trim().toLowerCase());
  if (type !== FORM || parameters.some((one) => one.startsWith("charset=") && !/^charset="?utf-?8"?$/.test(one)))
    throw new OperationError("unsupported_media_type", "Only a form in UTF-8 is understood here.", { suggestion: `Send the body as ${FORM}.` });
  const form = queryOf(decodeBytes(bytes));
  // An invalid return address must never prevent signing in.
  if (!isOwnAddress(form.get("callbackUrl"))) form.set("callbackUrl", "/");
  const headers = new Headers(request.headers);
  headers.set("content-type", FORM);
  return new NextRequest(request.url, { method: "POST", headers, body: form.toString() });
}

const opensSession = (answer: Response): boolean =>
  answer.headers.getSetCookie().some((cookie) => /^[^=]+=[^;]/.test(cookie) && cookie.startsWith(sessionCookie()));

async function answered(request: NextRequest, context: AuthContext): Promise<Response> {
  const note: RequestNote = { putOffSeconds: null };
  const answer = await withNote(note, async () => (await NextAuth(request, context, authOptions(request.headers))) as Response);
  // To next-auth, a busy or unreachable database looks like an ended session or a wrong password.
  if (note.putOffSeconds !== null && !opensSession(answer))
    throw new OperationError("unavailable", "This could not be looked up just now. Nothing was changed.", { retryAfterSeconds: note.putOffSeconds });
  if (answer.status >= 400 && answer.status < 500 && answer.headers.get("content-type")?.startsWith("text/plain"))
    throw new OperationError("not_found", "There is nothing at this address, or not by this method.");
  return request.method === "POST" && request.nextUrl.pathname.endsWith("/signout") ? signOutSurely(request.headers, answer) : answer;
}

/** app/api/auth/[...nextauth]/route.ts forwards every request here. */
export async function handleAuth(request: NextRequest, context: AuthContext): Promise<Response> {
  try {
    return await answered(await checked(request), context);
  } catch (error) {
    const requestId = request.headers.get("x-request-id") ?? "";
    const refused = refusal(error, requestId, "auth");
    return Response.json(problemOf(refused, requestId), {
      status: refused.status,
      headers: { "content-type": "application/problem+json", "cache-control": "no-store", "x-request-id": requestId, ...headersOf(refused) },
    });
  }
}
