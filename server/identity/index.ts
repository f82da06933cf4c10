export { accessOf, readSession, type SignedIn } from "./sign-in/sessions";
