import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { authOptions } from "@/server/doors/console/next-auth";

// Options are read per request: at build time there is no environment to read.
const handle = (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> =>
  NextAuth(request, context, authOptions()) as Promise<Response>;

export { handle as GET, handle as POST };
