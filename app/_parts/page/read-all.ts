interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** Rows per page: as many as a list gives. */
const PAGE = 200;

/**
 * Every row of a list, page by page, for what a page counts or sums: over the first page alone it would be wrong. Ask for
 * a period or a state, so that the rows do not grow with history.
 */
export async function readAll<T>(list: (page: { limit: number; cursor: string | undefined }) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: PAGE, cursor });
    rows.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}
