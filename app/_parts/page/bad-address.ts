/**
 * The address contains an invalid value. A download answers 400 with the sentence; a page shows it beside its field.
 */
export class BadAddress extends Error {
  override readonly name = "BadAddress";
}

/** The days of an address as operation input. @throws BadAddress with the range's own sentence */
export function askedDays<T extends { problem: string | null }>(range: T): Extract<T, { problem: null }> {
  if (range.problem !== null) throw new BadAddress(range.problem);
  return range as Extract<T, { problem: null }>;
}

/**
 * Parses an address strictly, so that an invalid filter value is not treated as no filter: `strictly(() =>
 * readFilters(parameters, { strict: true }))`.
 * @throws BadAddress
 */
export function strictly<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    throw new BadAddress("The address filters by a value that does not exist.", { cause: error });
  }
}
