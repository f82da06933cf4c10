// In which currency an organisation's budgets are. Billing knows, and stands above this module: it says so when a process
// starts, and without it no budget is taken.
import type { Tx } from "@/server/kernel/database/db";

type CurrencyOf = (tx: Tx, organisationId: string) => Promise<string | null>;

let currencyOf: CurrencyOf | undefined;

export function setBudgetCurrency(read: CurrencyOf): void {
  currencyOf = read;
}

/** Null while the organisation has no billing profile. */
export function budgetCurrency(tx: Tx, organisationId: string): Promise<string | null> {
  if (!currencyOf) throw new Error("nobody has said in which currency budgets are: server/billing/router.ts does");
  return currencyOf(tx, organisationId);
}
