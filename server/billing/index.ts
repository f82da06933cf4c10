// What other modules may know of billing.
export { checkBooks } from "./check-books";
