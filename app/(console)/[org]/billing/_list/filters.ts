import { createLoader, createSerializer, type inferParserType, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";

const STATES = ["draft", "finalised", "sent", "partly_paid", "paid", "overdue", "credited"] as const;

/** What the list is narrowed by; all of it lives in the address. */
const parsers = {
  status: parseAsStringLiteral(STATES),
  year: parseAsInteger,
  project: parseAsString,
  q: parseAsString,
  sort: parseAsStringLiteral(["issuedAt", "total", "number"]).withDefault("issuedAt"),
  cursor: parseAsString,
};

export const readInvoiceFilters = createLoader(parsers);
export const invoiceAddress = createSerializer(parsers);
export type InvoiceFilters = inferParserType<typeof parsers>;

/** The filters as the list's operation takes them. */
export function listInputOf({ status, year, project, q, sort }: InvoiceFilters) {
  const isYear = year !== null && year >= 2000 && year < 2200;
  return {
    status: status ?? undefined,
    from: isYear ? `${year}-01-01T00:00:00Z` : undefined,
    to: isYear ? `${year + 1}-01-01T00:00:00Z` : undefined,
    project: project?.slice(0, 60) || undefined,
    search: q?.trim().slice(0, 80) || undefined,
    sort,
  };
}

export const isNarrowed = ({ status, year, project, q }: InvoiceFilters): boolean => status !== null || year !== null || project !== null || Boolean(q);
