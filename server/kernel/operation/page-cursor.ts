// Cursors come back from outside, so their content is checked before a list continues. A truncated cursor, or one from
// another list, is refused instead of silently meaning the first page or an empty one.
import { type IdPrefix, isId } from "@/lib/ids";
import { OperationError } from "./errors";

export const refusedCursor = (): OperationError =>
  new OperationError("validation_failed", "The cursor is not of this list.", {
    errors: [{ pointer: "/cursor", message: "must be the nextCursor of the page before, with the same filters and sort" }],
  });

/**
 * For lists in a fixed order that are read whole: the number of rows already seen. @throws OperationError
 * validation_failed
 */
export function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw refusedCursor();
  return Number(cursor);
}

/** @param rows one more than `limit` when there are more. */
export function pageFrom<Row>(rows: readonly Row[], offset: number, limit: number): { data: Row[]; nextCursor: string | null } {
  return { data: rows.slice(0, limit), nextCursor: rows.length > limit ? String(offset + limit) : null };
}

/** For lists ordered by id: the last id seen, or null on the first page. @throws OperationError validation_failed */
export function idCursor(cursor: string | undefined, prefix: IdPrefix): string | null {
  if (cursor === undefined) return null;
  if (!isId(prefix, cursor)) throw refusedCursor();
  return cursor;
}
