export { readSession, type SignedIn } from "./sign-in/sessions";
