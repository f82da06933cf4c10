import { sweepSignIns } from "./sign-in/sweep-sign-ins";

/** Due work of this module. */
export const ticks = [{ name: "identity.session.sweep", everySeconds: 60, verb: sweepSignIns }];
