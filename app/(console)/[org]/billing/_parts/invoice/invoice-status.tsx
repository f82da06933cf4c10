import { type State, Status } from "@/components/ui/status";
import type { InvoiceContract } from "@/lib/contracts/billing";

type InvoiceState = InvoiceContract["state"];

const LOOK: Record<InvoiceState, { state: State; word: string }> = {
  draft: { state: "unknown", word: "Draft" },
  finalised: { state: "arriving", word: "To pay" },
  sent: { state: "arriving", word: "To pay" },
  partly_paid: { state: "arriving", word: "Partly paid" },
  paid: { state: "up", word: "Paid" },
  overdue: { state: "down", word: "Overdue" },
  credited: { state: "up", word: "Credited" },
};

/** The states people filter by, with their labels; finalised and sent have the same one. */
export const STATE_CHOICES: readonly { state: InvoiceState; word: string }[] = (["draft", "sent", "partly_paid", "overdue", "paid", "credited"] as const).map(
  (state) => ({ state, word: LOOK[state].word }),
);

export const invoiceWord = (state: InvoiceState): string => LOOK[state].word;

export function InvoiceStatus({ invoice }: { invoice: Pick<InvoiceContract, "state" | "kind"> }) {
  if (invoice.kind === "credit_note" && invoice.state !== "draft") return <Status state="up">Credited</Status>;
  const { state, word } = LOOK[invoice.state];
  return <Status state={state}>{word}</Status>;
}

/** "bank_transfer" as a label. */
export const methodWord = (method: string): string => method.replaceAll("_", " ");
