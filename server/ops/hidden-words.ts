// Words of the network's inner side that must never reach a customer, and a finder for tests of finished surfaces:
// pages, answers, documents, client scripts. The lint rule reads the same list.
import list from "./hidden-words.json" with { type: "json" };

const patterns = [
  new RegExp(`\\b(?:${list.words.join("|")})\\b`, "gi"),
  new RegExp(`\\b(?:${list.exactWords.join("|")})\\b`, "g"),
  new RegExp(`\\b${list.address}\\b`, "gi"),
];

/** Every hidden word in a text, with a little context. */
export function findHiddenWords(text: string): string[] {
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(
      (match) => `${match[0]}: …${text.slice(Math.max(0, match.index - 40), match.index + match[0].length + 40).replaceAll(/\s+/g, " ")}…`,
    ),
  );
}
