// Which addresses are pages of the console, for readers who are not signed in: an unknown one is not found, which does
// not reveal which organisations exist. The test beside it compares the list with the folders.
import { isOrganisationSlug } from "@/lib/slugs";

/** The path after the organisation; a star is one id or number. */
export const CONSOLE_PAGES: readonly string[] = [
  "account",
  "billing",
  "billing/credit-notes",
  "billing/invoices/*",
  "billing/payments",
  "billing/statement",
  "billing/usage",
  "clusters",
  "clusters/*",
  "organisation",
  "organisation/audit",
  "organisation/keys",
  "organisation/members",
  "organisation/projects",
  "organisation/roles",
  "overview",
  "reliability",
  "reliability/incidents/*",
  "reserve",
  "reserve/quotes/*",
];

const PATTERNS = CONSOLE_PAGES.map((page) => page.split("/"));

/** Whether a path can be a page of the console for a member of its organisation. */
export function isConsolePage(path: string): boolean {
  const [organisation = "", ...rest] = path.replace(/^\//, "").replace(/\/$/, "").split("/");
  return (
    isOrganisationSlug(organisation) &&
    PATTERNS.some((parts) => parts.length === rest.length && parts.every((part, index) => part === rest[index] || (part === "*" && rest[index] !== "")))
  );
}
