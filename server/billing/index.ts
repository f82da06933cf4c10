// What other modules may know of billing.
export { checkBooks } from "./ledger/check-books";
