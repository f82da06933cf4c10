import { sweep } from "./sweep";

export const router = { retention: { sweep } };
