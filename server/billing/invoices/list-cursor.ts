// Cursors of this module's lists come back from outside, so their content is checked before it reaches a statement.
import { decodeCursor } from "@/lib/cursor";
import { refusedCursor } from "@/server/kernel/operation/page-cursor";

const VALUE = {
  instant: (text: string) => /^[\d:.TZ+ -]{10,40}$/.test(text) && !Number.isNaN(Date.parse(text)),
  integer: (text: string) => /^-?\d{1,18}$/.test(text),
  text: (text: string) => /^[\w-]{0,60}$/.test(text),
};

export type CursorValue = keyof typeof VALUE;

/**
 * The values in a cursor, of these kinds, or null without a cursor.
 * @throws OperationError validation_failed for a cursor of another list
 */
export function readCursor(cursor: string | undefined, kinds: readonly CursorValue[]): string[] | null {
  if (cursor === undefined) return null;
  const values = decodeCursor(cursor, kinds.length);
  if (values?.every((value, index) => VALUE[kinds[index] ?? "text"](value))) return values;
  throw refusedCursor();
}
