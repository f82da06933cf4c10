// What other modules may know of billing.
export { invoiceFinalised, invoicePaid, invoiceReminded } from "./published";
export { type BookCheck, checkBooks } from "./check-books";
