import "server-only";
import { makeZip } from "client-zip";
import type { FileContract } from "@/lib/contracts/common";
import { type Api, api } from "@/server/doors/console/caller";
import { attachment, refused } from "./send-file";

export type ZipEntry = Pick<FileContract, "fileName" | "bytes">;

/**
 * Serves many files as one ZIP. `reading` decides what goes in, and is refused like any download; the files themselves
 * are read one by one while the archive is sent, so its size does not matter.
 */
export async function sendZip(organisation: string, fileName: string, reading: (operations: Api) => Promise<AsyncIterable<ZipEntry>>): Promise<Response> {
  try {
    const entries = await reading(await api(organisation));
    return new Response(makeZip(inputsOf(entries)), { headers: attachment(fileName, "application/zip") });
  } catch (error) {
    return refused(error);
  }
}

async function* inputsOf(entries: AsyncIterable<ZipEntry>) {
  for await (const { fileName, bytes } of entries) yield { name: fileName, input: Uint8Array.from(bytes) };
}
