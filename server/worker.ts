// The worker: delivers events to their handlers and runs ticks. Any number can run; each delivery and tick is taken by
// one.
import { ticks } from "@/server/doors/wiring";
import { startJobs } from "@/server/kernel/due/jobs";
import { env } from "@/server/kernel/process/env";
import { serveUntilStopped } from "@/server/kernel/process/service";

await serveUntilStopped(() => {
  if (env().BERTH_DEMO) throw new Error("The demo has a worker of its own, which rests while its clock is moved: node dist/demo-worker.js");
  return startJobs(ticks);
});
