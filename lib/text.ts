// Normalises human text from outside: names, references, reasons, orders. Invisible characters are not part of a name,
// and bidirectional overrides would print an order backwards on an invoice.

/** Characters without a glyph of their own; at the ends of a text they are only leftovers of copying. */
const EDGES = /^[\s\p{Default_Ignorable_Code_Point}\p{Zs}]+|[\s\p{Default_Ignorable_Code_Point}\p{Zs}]+$/gu;

/** Embeddings, overrides and isolates: they change the reading order of what follows. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/u;

/** Control characters, line and paragraph separators, lone surrogates and noncharacters. */
const CONTROL = /[\p{Cc}\u2028\u2029\p{Surrogate}\p{Noncharacter_Code_Point}]/u;
const CONTROL_IN_LINES = /[^\n\t\P{Cc}]|[\u2028\u2029\p{Surrogate}\p{Noncharacter_Code_Point}]/u;

/**
 * Invisible characters inside a text would make two names that look alike differ. Joiners and variation selectors stay,
 * because Persian, Indic scripts and emoji need them; so do flag tags, and direction marks beside Hebrew and Arabic.
 */
const INVISIBLE = /[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/u;

const named = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** One line as stored: normalised (NFC), trimmed of white space and invisible characters. */
export const tidyLine = (text: string): string => text.normalize("NFC").replace(EDGES, "");

/** The same for several lines; line breaks become \n. */
export const tidyLines = (text: string): string => tidyLine(text.replace(/\r\n?/g, "\n"));

function wrongWith(text: string, control: RegExp, what: string): string | null {
  const unseen = control.exec(text)?.[0];
  if (unseen !== undefined) return `${what} (${named(unseen)})`;
  const turning = DIRECTION.exec(text)?.[0];
  if (turning !== undefined) return `holds a character that changes the direction of writing (${named(turning)})`;
  const invisible = INVISIBLE.exec(text)?.[0];
  return invisible === undefined ? null : `holds an invisible character (${named(invisible)})`;
}

/** Why a normalised text cannot be one line; null when it can. */
export const wrongInLine = (text: string): string | null => wrongWith(text, CONTROL, "holds a line break or another control character");

/** Why a normalised text cannot be several lines; null when it can. */
export const wrongInLines = (text: string): string | null => wrongWith(text, CONTROL_IN_LINES, "holds a control character");

/** Length as people count it, in code points. */
export const lengthOf = (text: string): number => [...text].length;

/** The first code points of a text. */
export const cut = (text: string, most: number): string => (text.length <= most ? text : [...text].slice(0, most).join("").trimEnd());
