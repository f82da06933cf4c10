// What runs without a caller: every module's event handlers and ticks. Importing this registers the handlers in the
// process, as the worker, the demo, the command line and tests that drain the outbox do.
import "./listeners";
import { handlers as billingHandlers } from "@/server/billing/events";
import { ticks as billingTicks } from "@/server/billing/jobs";
import { ticks as capacityTicks } from "@/server/capacity/jobs";
import { handlers as clusterHandlers } from "@/server/clusters/handlers";
import { ticks as clusterTicks } from "@/server/clusters/jobs";
import { ticks as signalsTicks } from "@/server/signals/jobs";
import { ticks as identityTicks } from "@/server/identity/jobs";
import { registerHandlers } from "@/server/kernel/events/events";
import type { Tick } from "@/server/kernel/due/jobs";
import { sweep } from "@/server/kernel/due/sweep";
import { handlers as reliabilityHandlers } from "@/server/reliability/events";
import { ticks as reliabilityTicks } from "@/server/reliability/jobs";

registerHandlers([...clusterHandlers, ...reliabilityHandlers, ...billingHandlers]);

/** Lowest module first, so that higher ones see its results. */
export const ticks: readonly Tick[] = [
  { verb: sweep, everySeconds: 60 },
  ...identityTicks,
  ...capacityTicks,
  ...clusterTicks,
  ...signalsTicks,
  ...reliabilityTicks,
  ...billingTicks,
];
