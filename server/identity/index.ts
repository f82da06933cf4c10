export { type Credential, useApiKey } from "./keys/find-api-key";
export { lockOrganisation, slugOf } from "./organisations/organisation-rows";
export { setBudgetCurrency } from "./projects/budget-currency";
export { accessOf, readSession, type SignedIn } from "./sign-in/sessions";
