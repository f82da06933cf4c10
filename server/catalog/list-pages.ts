// Pagination over rows in memory: sorted by id; the cursor is the last id seen.

/** At most `limit` rows after `cursor`; `nextCursor` is null on the last page. */
export function pageById<Row extends { id: string }>(
  rows: Iterable<Row>,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): { data: Row[]; nextCursor: string | null } {
  const after = [...rows].filter((row) => cursor === undefined || row.id > cursor).sort((a, b) => (a.id < b.id ? -1 : 1));
  const data = after.slice(0, limit);
  return { data, nextCursor: after.length > limit ? (data.at(-1)?.id ?? null) : null };
}
