import { loadOwners } from "./load-owners";

export const router = { owner: { load: loadOwners } };
