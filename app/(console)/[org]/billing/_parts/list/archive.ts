// The content of a ZIP of invoices: PDF and CSV of each numbered one, and the list itself.
import type { ZipEntry } from "@/app/_parts/page/send-zip";
import { refusalOf } from "@/app/_parts/client/refusal";
import type { Api } from "@/server/doors/console/caller";
import type { listInputOf } from "./filters";

const PAGE = 200;

type Billing = Pick<Api["billing"], "invoice">;

/** Reads the list first, so that a refusal or an empty view is known before the archive starts. */
export async function documentsOf({ billing }: { billing: Billing }, input: ReturnType<typeof listInputOf>): Promise<AsyncIterable<ZipEntry>> {
  const list = await billing.invoice.export(input);
  return entries(billing, input, list);
}

async function* entries(billing: Billing, input: ReturnType<typeof listInputOf>, list: ZipEntry): AsyncGenerator<ZipEntry> {
  yield list;
  const missing: string[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const page = await billing.invoice.list({ ...input, limit: PAGE, cursor });
    for (const { id, number } of page.data) {
      // A draft has no documents yet; it is only in the list.
      if (number === null) continue;
      for (const kind of ["pdf", "csv"] as const) {
        try {
          yield await billing.invoice[kind]({ id });
        } catch (error) {
          // Just issued and still being rendered: the archive notes it instead of failing.
          if (refusalOf(error)?.code !== "unavailable") throw error;
          missing.push(`${number}, ${kind.toUpperCase()}`);
        }
      }
    }
    more = page.nextCursor !== null;
    cursor = page.nextCursor ?? undefined;
  }
  if (missing.length > 0) yield { fileName: "not-yet-rendered.txt", bytes: new TextEncoder().encode(`${missing.join("\n")}\n`) };
}
