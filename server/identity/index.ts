export { slugOf } from "./organisations/organisation-rows";
export { setBudgetCurrency } from "./projects/budget-currency";
export { accessOf, readSession, type SignedIn } from "./sign-in/sessions";
