export { type Credential, useApiKey } from "./keys/find-api-key";
export { lockOrganisation, slugOf } from "./organisations/organisation-rows";
export { type Buyer, keepBuyer } from "./organisations/buyer";
export { accessOf, readSession, type SignedIn } from "./sign-in/sessions";
