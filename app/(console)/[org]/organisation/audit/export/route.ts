import type { NextRequest } from "next/server";
import { strictly } from "@/app/_parts/page/bad-address";
import { sendFile } from "@/app/_parts/page/send-file";
import { logInputOf, readAuditFilters } from "../_parts/filters";

/** The log with the filters of the view, as CSV for people or JSON lines for programs that verify the chain. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { searchParams } = request.nextUrl;
  const format = searchParams.get("format") === "jsonl" ? "jsonl" : "csv";
  return sendFile(org, async ({ identity }) =>
    identity.auditEvent.export({ ...logInputOf(strictly(() => readAuditFilters(searchParams, { strict: true }))), format }),
  );
}
