// The characters documents can print. A billing profile with any other is refused when it is saved, so that no numbered
// invoice ever contains a missing-glyph box; the check reads the fonts themselves, not a list of scripts.
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import path from "node:path";

/**
 * Font families by script. The first one that has a character prints it; the buyer's country decides which Han family
 * comes first.
 */
const FAMILIES = {
  latin: { name: "Noto Sans", folder: "noto-sans", file: "NotoSans" },
  korean: { name: "Noto Sans KR", folder: "noto-sans-kr", file: "NotoSansKR" },
  japanese: { name: "Noto Sans JP", folder: "noto-sans-jp", file: "NotoSansJP" },
  chinese: { name: "Noto Sans SC", folder: "noto-sans-sc", file: "NotoSansSC" },
  arabic: { name: "Noto Sans Arabic", folder: "noto-sans-arabic", file: "NotoSansArabic" },
  hebrew: { name: "Noto Sans Hebrew", folder: "noto-sans-hebrew", file: "NotoSansHebrew" },
  thai: { name: "Noto Sans Thai", folder: "noto-sans-thai", file: "NotoSansThai" },
} as const;

type Family = keyof typeof FAMILIES;

const OTHERS: readonly Family[] = ["arabic", "hebrew", "thai"];
const TEMPLATE = "server/billing/documents/invoice.typ";

/** The nearest parent folder with the template: the repository, whether this runs from source or bundled in dist/. */
export function projectRoot(): string {
  for (const start of [import.meta.dirname, process.cwd()]) {
    for (let folder = start; ; folder = path.dirname(folder)) {
      if (existsSync(path.join(folder, TEMPLATE))) return folder;
      if (folder === path.dirname(folder)) break;
    }
  }
  throw new Error(`${TEMPLATE} is in no folder above this process: start it inside the repository`);
}

export const templatePath = (): string => path.join(projectRoot(), TEMPLATE);

/** The two weights a document uses. */
export const fontFiles = (family: Family): string[] => {
  const { folder, file } = FAMILIES[family];
  return ["400Regular", "600SemiBold"].map((weight) => path.join(projectRoot(), "node_modules/@expo-google-fonts", folder, weight, `${file}_${weight}.ttf`));
};

export const familyName = (family: Family): string => FAMILIES[family].name;

/** The code points of a TrueType font: its `cmap` table, read without loading the font (OpenType, formats 4 and 12). */
function codePointsOf(file: string): Set<number> {
  const handle = openSync(file, "r");
  const read = (at: number, length: number): DataView => {
    const buffer = new Uint8Array(length);
    readSync(handle, buffer, 0, length, at);
    return new DataView(buffer.buffer);
  };
  try {
    const tables = read(12, read(4, 2).getUint16(0) * 16);
    const entry = Array.from({ length: tables.byteLength / 16 }, (_, index) => index * 16).find((at) => tables.getUint32(at) === 0x63_6d_61_70);
    if (entry === undefined) throw new Error(`${file} has no cmap table`);
    const cmap = read(tables.getUint32(entry + 8), tables.getUint32(entry + 12));
    const points = new Set<number>();
    for (let record = 0; record < cmap.getUint16(2); record += 1) addSubtable(cmap, cmap.getUint32(4 + record * 8 + 4), points);
    return points;
  } finally {
    closeSync(handle);
  }
}

function addSubtable(cmap: DataView, at: number, points: Set<number>): void {
  const format = cmap.getUint16(at);
  if (format === 4) {
    const segments = cmap.getUint16(at + 6) / 2;
    for (let segment = 0; segment < segments; segment += 1) {
      const [end, start] = [cmap.getUint16(at + 14 + segment * 2), cmap.getUint16(at + 16 + segments * 2 + segment * 2)];
      for (let point = start; point <= end && point < 0xff_ff; point += 1) points.add(point);
    }
  } else if (format === 12) {
    for (let group = 0; group < cmap.getUint32(at + 12); group += 1) {
      const [start, end] = [cmap.getUint32(at + 16 + group * 12), cmap.getUint32(at + 20 + group * 12)];
      for (let point = start; point <= end; point += 1) points.add(point);
    }
  }
}

const coverage = new Map<Family, Set<number>>();

/** A character counts only when both weights have it. */
function covers(family: Family, point: number): boolean {
  let points = coverage.get(family);
  if (!points) {
    const [regular = new Set<number>(), bold = new Set<number>()] = fontFiles(family).map(codePointsOf);
    points = new Set([...regular].filter((letter) => bold.has(letter)));
    coverage.set(family, points);
  }
  return points.has(point);
}

/** Which Han variants a country uses; elsewhere the text's own kana or hangul decide. */
function hanOrder(country: string | null, text: string): Family[] {
  if (country === "JP" || (country !== "KR" && /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text))) return ["japanese", "korean", "chinese"];
  if (country === "KR" || /\p{Script=Hangul}/u.test(text)) return ["korean", "japanese", "chinese"];
  return ["chinese", "japanese", "korean"];
}

const familiesFor = (country: string | null, text: string): Family[] => ["latin", ...hanOrder(country, text), ...OTHERS];

/** Nothing is drawn for these: white space, and the joiners that some scripts need. */
const INVISIBLE = /^[\s\u200B-\u200D]$/u;

/** The first character of a text that none of our fonts has, or null. */
export function unprintableLetter(text: string): string | null {
  for (const letter of text.normalize("NFC")) {
    if (!INVISIBLE.test(letter) && !familiesFor(null, "").some((family) => covers(family, letter.codePointAt(0) ?? 0))) return letter;
  }
  return null;
}

export const codePointName = (letter: string): string => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** A text with every unprintable character replaced by its code point: for names that no profile check has seen. */
export function printable(text: string): string {
  const normal = text.normalize("NFC");
  return unprintableLetter(normal) === null
    ? normal
    : [...normal].map((letter) => (unprintableLetter(letter) === null ? letter : `[${codePointName(letter)}]`)).join("");
}

/** The families a text needs, in order of precedence. */
export function familiesOf(text: string, country: string | null): Family[] {
  const letters = new Set([...text].filter((letter) => !INVISIBLE.test(letter)));
  const order = familiesFor(country, text);
  const needed = new Set<Family>(["latin"]);
  for (const letter of letters) {
    const family = order.find((each) => covers(each, letter.codePointAt(0) ?? 0));
    if (family) needed.add(family);
  }
  return order.filter((family) => needed.has(family));
}
