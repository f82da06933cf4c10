export { readSession, type SignedIn } from "./sessions";
