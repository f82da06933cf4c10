import "server-only";
import { headers } from "next/headers";
import type { FileContract } from "@/lib/contracts/common";
import { forSpreadsheets } from "@/lib/csv";
import { type Api, api } from "@/server/doors/console/caller";
import { type Refusal, refusalOf } from "../client/refusal";
import { BadAddress } from "./bad-address";
import type { PageFile } from "./csv-file";

const ASCII = /[^\w.-]/g;

const badAddress = ({ message }: BadAddress): Refusal => ({
  code: "validation_failed",
  detail: message,
  suggestion: "Correct the address, or start the download from its page.",
  errors: [],
});

/** The refusal of a download in the API's format: a person sees the sentence, the code and the id to quote. */
export async function refused(error: unknown): Promise<Response> {
  const refusal = error instanceof BadAddress ? badAddress(error) : refusalOf(error);
  if (refusal === null) throw error;
  const status = error instanceof BadAddress ? 400 : error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : 500;
  const requestId = (await headers()).get("x-request-id") ?? "";
  const { code, detail, suggestion } = refusal;
  return Response.json(
    { type: `urn:berth:problem:${code}`, title: detail, status, detail, code, suggestion, requestId },
    { status, headers: { "content-type": "application/problem+json", "cache-control": "no-store" } },
  );
}

/** Headers for an attachment with a name in any script. */
export const attachment = (fileName: string, contentType: string): Record<string, string> => ({
  "content-type": contentType,
  "content-disposition": `attachment; filename="${fileName.replace(ASCII, "_")}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  "cache-control": "private, no-store",
});

/**
 * Serves a download of the console: the usual operation, with the session of the person who clicked. The CSV opens
 * correctly in a spreadsheet.
 */
export async function sendFile(organisation: string, reading: (operations: Api) => Promise<FileContract | PageFile>): Promise<Response> {
  try {
    const operations = await api(organisation);
    const file = await reading(operations);
    const { fileName, contentType, bytes } = file;
    if ("unrecorded" in file) await operations.identity.download.record({ fileName: fileName.slice(0, 200) });
    return new Response(new Uint8Array(contentType.startsWith("text/csv") ? forSpreadsheets(bytes) : bytes), { headers: attachment(fileName, contentType) });
  } catch (error) {
    return refused(error);
  }
}
