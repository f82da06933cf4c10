// A range of UTC days. In an address both days are inclusive; operations take half-open ranges: [from, to).
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** Either what to ask for, or what is wrong with the input. */
export type DayRange = { from: string | undefined; to: string | undefined; problem: null } | { problem: string };

/** Midnight of a day; null for a day that is not in the calendar, such as 31 April. */
function midnightOf(text: string): number | null {
  if (!DAY.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : at;
}

export function dayRange(from: string | null, to: string | null): DayRange {
  const [first, last] = [from, to].map((text) => (text === null || text === "" ? undefined : midnightOf(text)));
  if (first === null || last === null) return { problem: `${first === null ? from : to} is no day. Write it as 2026-11-28.` };
  if (first !== undefined && last !== undefined && first > last) return { problem: `The first day, ${from}, is after the last, ${to}.` };
  const instant = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString());
  return { from: instant(first), to: instant(last === undefined ? undefined : last + DAY_MS), problem: null };
}
