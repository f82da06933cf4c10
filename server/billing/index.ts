// The interface of billing for other modules.
export { checkBooks } from "./ledger/check-books";
