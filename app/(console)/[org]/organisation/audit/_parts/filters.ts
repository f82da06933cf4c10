import { createLoader, createSerializer, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { askedDays } from "@/app/_parts/page/bad-address";
import { dayRange } from "@/lib/day-range";

/** Whose entries: all except automatic jobs, only people's, or all. */
export const SHOWN = ["withoutSystem", "people", "all"] as const;

/** What became of a call. */
export const KINDS = ["change", "download", "refusal", "signIn"] as const;

/** The log's filters. Days are UTC days, both inclusive. */
const parsers = {
  from: parseAsString,
  to: parseAsString,
  actor: parseAsString,
  action: parseAsString,
  target: parseAsString,
  kind: parseAsStringLiteral(KINDS),
  cursor: parseAsString,
  show: parseAsStringLiteral(SHOWN).withDefault("withoutSystem"),
};

export const readAuditFilters = createLoader(parsers);
export const auditAddress = createSerializer(parsers);
export type AuditFilters = inferParserType<typeof parsers>;

const short = (text: string | null): string | undefined => text?.trim().slice(0, 120) || undefined;

/** What is wrong with the requested days; nothing is read then. */
export const periodProblem = ({ from, to }: AuditFilters): string | null => dayRange(from, to).problem;

/** The filters as input of the log's operations. @throws BadAddress for an invalid period */
export function logInputOf({ from, to, actor, action, target, kind, show }: AuditFilters) {
  const range = askedDays(dayRange(from, to));
  return { from: range.from, to: range.to, actor: short(actor), action: short(action), target: short(target), kind: kind ?? undefined, actors: show };
}

export const isNarrowed = ({ from, to, actor, action, target, kind }: AuditFilters): boolean =>
  [from, to, actor, action, target, kind].some((value) => value !== null && value !== "");
