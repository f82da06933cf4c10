import { log } from "./log";

/** A promise that fails while nobody waits for it is a defect of one call: it is logged, and the others go on. */
export function logStrayRejections(): void {
  process.on("unhandledRejection", (error) => log().error({ err: error }, "a promise failed that nobody waited for"));
}
