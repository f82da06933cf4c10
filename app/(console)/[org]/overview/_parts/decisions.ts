// Decisions that wait for the reader, most urgent first. Pure: the screen turns each into words.
import type { InvoiceContract } from "@/lib/contracts/billing";
import type { QuoteContract } from "@/lib/contracts/capacity";
import type { ClusterContract } from "@/lib/contracts/clusters";

export type Waiting =
  | { kind: "quote"; until: string; quote: Pick<QuoteContract, "id" | "nodes" | "nodeType" | "city" | "total" | "expiresAt"> }
  | { kind: "invoice"; until: string; isOverdue: boolean; invoice: Pick<InvoiceContract, "id" | "number" | "title" | "amountDue"> }
  | { kind: "ending"; until: string; cluster: ClusterContract };

/** How close an end or a due date must be to be listed. */
const NEAR_SECONDS = 7 * 86_400;
const OWED = new Set<InvoiceContract["state"]>(["finalised", "sent", "partly_paid", "overdue"]);

interface Situation {
  now: string;
  clusters: readonly ClusterContract[];
  quotes: readonly QuoteContract[];
  /** Empty for readers who cannot see them. */
  invoices: readonly InvoiceContract[];
}

const secondsUntil = (at: string, now: string): number => (Date.parse(at) - Date.parse(now)) / 1000;

export function waitingFor({ now, clusters, quotes, invoices }: Situation): Waiting[] {
  const held = quotes
    .filter((quote) => quote.state === "held" && secondsUntil(quote.expiresAt, now) > 0)
    .map((quote): Waiting => ({ kind: "quote", until: quote.expiresAt, quote }));
  const owed = invoices.flatMap((invoice): Waiting[] => {
    const { dueAt, state, kind } = invoice;
    if (dueAt === null || kind === "credit_note" || !OWED.has(state) || !/[1-9]/.test(invoice.amountDue.amount)) return [];
    const isOverdue = state === "overdue" || secondsUntil(dueAt, now) < 0;
    return isOverdue || secondsUntil(dueAt, now) < NEAR_SECONDS ? [{ kind: "invoice", until: dueAt, isOverdue, invoice }] : [];
  });
  const ending = clusters.flatMap((cluster): Waiting[] => {
    const left = secondsUntil(cluster.end, now);
    return cluster.state !== "ended" && left > 0 && left < NEAR_SECONDS ? [{ kind: "ending", until: cluster.end, cluster }] : [];
  });
  return [...held, ...owed, ...ending].sort((a, b) => Date.parse(a.until) - Date.parse(b.until));
}
