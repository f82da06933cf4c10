// Pages of lists that are read whole or in a fixed order: the cursor is the number of rows already seen.

export const offsetOf = (cursor: string | undefined): number => (cursor !== undefined && /^\d{1,9}$/.test(cursor) ? Number(cursor) : 0);

/** @param rows one more than `limit` when there are more. */
export function pageFrom<Row>(rows: readonly Row[], offset: number, limit: number): { data: Row[]; nextCursor: string | null } {
  return { data: rows.slice(0, limit), nextCursor: rows.length > limit ? String(offset + limit) : null };
}
