// What runs without a caller: every module's event handlers and ticks. Importing this makes the handlers known to the
// process; the worker, the demo's life engine, the command line and tests that drain the outbox do.
import { handlers as billingHandlers } from "../billing/events";
import { ticks as billingTicks } from "../billing/jobs";
import { ticks as capacityTicks } from "../capacity/jobs";
import { handlers as clusterHandlers } from "../clusters/handlers";
import { ticks as clusterTicks } from "../clusters/jobs";
import { registerHandlers } from "../platform/events";
import type { Tick } from "../platform/jobs";
import { sweep } from "../platform/sweep";
import { handlers as telemetryHandlers } from "../telemetry/events";
import { ticks as telemetryTicks } from "../telemetry/jobs";

registerHandlers([...clusterHandlers, ...telemetryHandlers, ...billingHandlers]);

/** From the lowest module up, so that what a higher one looks at has happened. */
export const ticks: readonly Tick[] = [{ verb: sweep, everySeconds: 3_600 }, ...capacityTicks, ...clusterTicks, ...telemetryTicks, ...billingTicks];
