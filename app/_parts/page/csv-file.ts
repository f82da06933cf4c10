import type { FileContract } from "@/lib/contracts/common";
import { csv } from "@/lib/csv";

/**
 * A file that a page composed from lists. No operation knows that it was downloaded, so the download itself must be
 * recorded.
 */
export type PageFile = FileContract & { unrecorded: true };

/** Rows of a page as a CSV file. */
export const csvFile = (fileName: string, header: readonly string[], rows: Parameters<typeof csv>[1]): PageFile => ({
  unrecorded: true,
  fileName,
  contentType: "text/csv; charset=utf-8",
  bytes: new TextEncoder().encode(csv(header, rows)),
});

/** Every row of a paginated list. */
export async function allPages<T>(read: (cursor: string | undefined) => Promise<{ data: T[]; nextCursor: string | null }>): Promise<T[]> {
  const rows: T[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const page = await read(cursor);
    rows.push(...page.data);
    more = page.nextCursor !== null;
    cursor = page.nextCursor ?? undefined;
  }
  return rows;
}
