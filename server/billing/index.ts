// The interface of billing for other modules.
export { type BookCheck, checkBooks } from "./ledger/check-books";
