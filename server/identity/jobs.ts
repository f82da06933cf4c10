import { sweepSignIns } from "./sign-in/sweep-sign-ins";

/** What time brings about here. */
export const ticks = [{ name: "identity.session.sweep", everySeconds: 3600, verb: sweepSignIns }];
