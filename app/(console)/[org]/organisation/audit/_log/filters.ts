import { createLoader, createSerializer, type inferParserType, parseAsString } from "nuqs/server";

/** What the log is narrowed by. Days are UTC days, both included. */
const parsers = { from: parseAsString, to: parseAsString, actor: parseAsString, action: parseAsString, target: parseAsString, cursor: parseAsString };

export const readAuditFilters = createLoader(parsers);
export const auditAddress = createSerializer(parsers);
export type AuditFilters = inferParserType<typeof parsers>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** A day of the address as an instant, `days` later; undefined when it is no day. */
function instantOf(text: string | null, days: number): string | undefined {
  if (text === null || !DAY.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) ? undefined : new Date(at + days * DAY_MS).toISOString();
}

const short = (text: string | null): string | undefined => text?.trim().slice(0, 120) || undefined;

/** The filters as the log's operations take them. */
export const logInputOf = ({ from, to, actor, action, target }: AuditFilters) => ({ from: instantOf(from, 0), to: instantOf(to, 1), actor: short(actor), action: short(action), target: short(target) });

export const isNarrowed = (filters: AuditFilters): boolean => Object.values(logInputOf(filters)).some((value) => value !== undefined);
