/** An address asks for something that cannot be. A download answers 400 with the sentence; a page says it beside its field. */
export class BadAddress extends Error {
  override readonly name = "BadAddress";
}

/** The days of an address as operations take them. @throws BadAddress with the range's own sentence */
export function askedDays<T extends { problem: string | null }>(range: T): Extract<T, { problem: null }> {
  if (range.problem !== null) throw new BadAddress(range.problem);
  return range as Extract<T, { problem: null }>;
}

/**
 * Reads an address strictly, so that a value which is none of the filter's is not taken for no filter:
 * `strictly(() => readFilters(parameters, { strict: true }))`.
 * @throws BadAddress
 */
export function strictly<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    throw new BadAddress(error instanceof Error ? error.message : "The address asks for something that is not known here.", { cause: error });
  }
}
