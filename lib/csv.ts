// RFC 4180, with one addition: a cell that a spreadsheet would run as a formula is shown as the text it is.

type Cell = string | number | bigint | boolean | null;

/** A leading apostrophe keeps "=1+1" from being computed when a person opens the file; plain numbers stay numbers. */
const isFormula = (text: string): boolean => /^[=+@\t\r]/.test(text) || (text.startsWith("-") && !/^-\d+(\.\d+)?$/.test(text));

function cell(value: Cell): string {
  if (value === null) return "";
  const text = String(value);
  const safe = typeof value === "string" && isFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A header row and rows as CSV text, lines ended by CR LF. */
export function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** The file for a person: spreadsheets read it as UTF-8 only when it begins with a byte order mark. Once is enough. */
export function forSpreadsheets(bytes: Uint8Array): Uint8Array {
  return BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? bytes : Uint8Array.from([...BYTE_ORDER_MARK, ...bytes]);
}
