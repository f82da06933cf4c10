// Cursors come back from outside: what they carry is checked before a list goes on from there, so that a cursor that was
// cut off, or is another list's, is refused instead of quietly meaning the first page or none.
import { type IdPrefix, isId } from "@/lib/ids";
import { OperationError } from "./errors";

export const refusedCursor = (): OperationError =>
  new OperationError("validation_failed", "The cursor is not of this list.", {
    errors: [{ pointer: "/cursor", message: "must be the nextCursor of the page before, with the same filters and sort" }],
  });

/** Lists that are read whole or in a fixed order: the number of rows already seen. @throws OperationError validation_failed */
export function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw refusedCursor();
  return Number(cursor);
}

/** @param rows one more than `limit` when there are more. */
export function pageFrom<Row>(rows: readonly Row[], offset: number, limit: number): { data: Row[]; nextCursor: string | null } {
  return { data: rows.slice(0, limit), nextCursor: rows.length > limit ? String(offset + limit) : null };
}

/** Lists in the order of their ids: the last id seen, or null on the first page. @throws OperationError validation_failed */
export function idCursor(cursor: string | undefined, prefix: IdPrefix): string | null {
  if (cursor === undefined) return null;
  if (!isId(prefix, cursor)) throw refusedCursor();
  return cursor;
}
