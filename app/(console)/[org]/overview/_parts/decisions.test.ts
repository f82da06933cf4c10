import { expect, test } from "vitest";
import type { InvoiceContract } from "@/lib/contracts/billing";
import type { QuoteContract } from "@/lib/contracts/capacity";
import type { ClusterContract } from "@/lib/contracts/clusters";
import { waitingFor } from "./decisions";

const now = "2026-11-22T14:32:00.000Z";
const invoice = (change: Partial<InvoiceContract>) =>
  ({ id: "inv_1", kind: "month", state: "sent", dueAt: "2026-11-25T00:00:00Z", amountDue: { amount: "10.00", currency: "USD" }, ...change }) as InvoiceContract;
const cluster = (end: string, state = "up") => ({ id: "clu_1", state, end }) as ClusterContract;
const quote = (expiresAt: string, state = "held") => ({ id: "qte_1", state, expiresAt }) as QuoteContract;
const kinds = (situation: Partial<Parameters<typeof waitingFor>[0]>) =>
  waitingFor({ now, clusters: [], quotes: [], invoices: [], ...situation }).map(({ kind, until }) => `${kind} ${until}`);

test("sorts the most urgent first", () => {
  expect(kinds({ clusters: [cluster("2026-11-26T09:00:00Z")], quotes: [quote("2026-11-22T14:40:00Z")], invoices: [invoice({})] })).toEqual([
    "quote 2026-11-22T14:40:00Z",
    "invoice 2026-11-25T00:00:00Z",
    "ending 2026-11-26T09:00:00Z",
  ]);
});

test("leaves out what is far away, over, paid or not owed", () => {
  expect(kinds({ clusters: [cluster("2026-12-26T09:00:00Z"), cluster("2026-11-20T09:00:00Z", "ended")] })).toEqual([]);
  expect(kinds({ quotes: [quote("2026-11-22T14:40:00Z", "accepted"), quote("2026-11-22T14:32:00Z")] })).toEqual([]);
  const zero = { amount: "0.00", currency: "USD" };
  expect(
    kinds({
      invoices: [
        invoice({ dueAt: "2026-12-24T00:00:00Z" }),
        invoice({ state: "paid" }),
        invoice({ state: "draft" }),
        invoice({ kind: "credit_note" }),
        invoice({ amountDue: zero }),
        invoice({ dueAt: null }),
      ],
    }),
  ).toEqual([]);
});

test("marks an overdue invoice", () => {
  const [waiting] = waitingFor({ now, clusters: [], quotes: [], invoices: [invoice({ dueAt: "2026-11-01T00:00:00Z", state: "overdue" })] });
  expect(waiting).toMatchObject({ kind: "invoice", isOverdue: true });
});
