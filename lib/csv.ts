// RFC 4180 with one addition: a cell that a spreadsheet would evaluate as a formula is escaped.

type Cell = string | number | bigint | boolean | null;

/** A leading apostrophe keeps "=1+1" from being evaluated when a person opens the file. Plain numbers stay numbers. */
const isFormula = (text: string): boolean => /^[=+@\t\r]/.test(text) || (text.startsWith("-") && !/^-\d+(\.\d+)?$/.test(text));

function cell(value: Cell): string {
  if (value === null) return "";
  const text = String(value);
  const safe = typeof value === "string" && isFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Header and rows as CSV text with CR LF line ends. */
export function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** The file for people. Spreadsheets read it as UTF-8 only when it begins with a byte order mark. */
export function forSpreadsheets(bytes: Uint8Array): Uint8Array {
  return BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? bytes : Uint8Array.from([...BYTE_ORDER_MARK, ...bytes]);
}
