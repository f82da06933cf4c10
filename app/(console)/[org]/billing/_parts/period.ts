// The period of a billing list: the days in its address, else the year so far.
import { createLoader, createSerializer, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { askedDays, strictly } from "@/app/_parts/page/bad-address";
import { dayRange } from "@/lib/day-range";

export const GROUPS = ["project", "cluster", "nodeType", "region", "day"] as const;

const parsers = { from: parseAsString, to: parseAsString, group: parseAsStringLiteral(GROUPS).withDefault("project"), cursor: parseAsString };

export const readPeriod = createLoader(parsers);
export const periodAddress = createSerializer(parsers);

/** The days in the address, by default from `first` up to and including today. */
export function periodOf({ from, to }: { from: string | null; to: string | null }, first: string, now: string) {
  const days = { from: from || first, to: to || now.slice(0, 10) };
  const range = dayRange(days.from, days.to);
  // Both days are set, so both instants exist.
  return { days, range: range.problem === null ? { from: range.from ?? "", to: range.to ?? "" } : null, problem: range.problem };
}

/** The same for a download, with the period as operation input. @throws BadAddress */
export function periodToSend(parameters: URLSearchParams, first: string, now: string) {
  const asked = strictly(() => readPeriod(parameters, { strict: true }));
  const { days } = periodOf(asked, first, now);
  const { from, to } = askedDays(dayRange(days.from, days.to));
  return { asked, days, range: { from: from ?? "", to: to ?? "" } };
}

export const yearStart = (now: string): string => `${now.slice(0, 4)}-01-01`;
export const monthStart = (now: string): string => `${now.slice(0, 7)}-01`;
