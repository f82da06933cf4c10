import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions, isOwnAddress, signOutSurely } from "@/server/doors/console/next-auth";

// Options are read per request: at build time there is no environment to read.
async function handle(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  if (!isOwnAddress(request.nextUrl.searchParams.get("callbackUrl")))
    return Response.json({ detail: "callbackUrl is no address of this site." }, { status: 400, headers: { "cache-control": "no-store" } });
  const answer = (await NextAuth(request, context, authOptions(request.headers))) as Response;
  return request.method === "POST" && request.nextUrl.pathname.endsWith("/signout") ? signOutSurely(request.headers, answer) : answer;
}

export { handle as GET, handle as POST };
