import { sweep } from "./due/sweep";

export const router = { retention: { sweep } };
