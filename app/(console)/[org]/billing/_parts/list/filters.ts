import { createLoader, createSerializer, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { askedDays } from "@/app/_parts/page/bad-address";
import { dayRange } from "@/lib/day-range";

export const OPEN = "open";
const STATES = [OPEN, "draft", "finalised", "sent", "partly_paid", "paid", "overdue", "credited"] as const;

/** The list's filters, stored in the address. */
const parsers = {
  status: parseAsStringLiteral(STATES),
  from: parseAsString,
  to: parseAsString,
  project: parseAsString,
  q: parseAsString,
  sort: parseAsStringLiteral(["issuedAt", "total", "number"]).withDefault("issuedAt"),
  cursor: parseAsString,
};

export const readInvoiceFilters = createLoader(parsers);
export const invoiceAddress = createSerializer(parsers);
export type InvoiceFilters = inferParserType<typeof parsers>;

/** What is wrong with the requested days; nothing is read then. */
export const periodProblem = ({ from, to }: InvoiceFilters): string | null => dayRange(from, to).problem;

/** The filters as input of the list operation. @throws BadAddress for an invalid period */
export function listInputOf({ status, from, to, project, q, sort }: InvoiceFilters) {
  const range = askedDays(dayRange(from, to));
  return {
    status: status === null || status === OPEN ? undefined : status,
    open: status === OPEN ? true : undefined,
    from: range.from,
    to: range.to,
    project: project === null || project === "all" ? undefined : project.slice(0, 60) || undefined,
    search: q?.trim().slice(0, 80) || undefined,
    sort,
  };
}

export const isNarrowed = ({ status, from, to, project, q }: InvoiceFilters): boolean =>
  [status, from, to, project, q].some((value) => value !== null && value !== "");

/** Quarters and years offered by name: the current one and those before it. */
export function namedPeriods(now: string): { key: string; label: string; from: string; to: string }[] {
  const year = Number(now.slice(0, 4));
  const quarter = Math.floor((Number(now.slice(5, 7)) - 1) / 3);
  const quarters = [0, 1, 2, 3].map((back) => {
    const at = year * 4 + quarter - back;
    const [ofYear, index] = [Math.floor(at / 4), at % 4];
    const month = (number: number) => String(number).padStart(2, "0");
    return {
      label: `Q${index + 1} ${ofYear}`,
      from: `${ofYear}-${month(index * 3 + 1)}-01`,
      to: `${ofYear}-${month(index * 3 + 3)}-${index === 0 || index === 3 ? 31 : 30}`,
    };
  });
  const years = [year, year - 1].map((one) => ({ label: String(one), from: `${one}-01-01`, to: `${one}-12-31` }));
  return [...quarters, ...years].map((period) => ({ key: period.label, ...period }));
}
