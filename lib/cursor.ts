/**
 * Keyset pagination cursors: the sort values of the last row, opaque to callers. Base64url of a JSON array of strings.
 */

export function encodeCursor(values: readonly string[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(values));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** The values, or null when the text is not a cursor with that many of them. */
export function decodeCursor(cursor: string, count: number): string[] | null {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
    const values: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return Array.isArray(values) && values.length === count && values.every((value) => typeof value === "string") ? values : null;
  } catch {
    return null;
  }
}
