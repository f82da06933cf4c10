// The demo's worker: the real one, connected to the simulated network and pausing while another process moves the
// clock.
import { ticks } from "@/server/doors/wiring";
import { startJobs } from "@/server/kernel/due/jobs";
import { env } from "@/server/kernel/process/env";
import { serveUntilStopped } from "@/server/kernel/process/service";
import { workBetweenMoves } from "./life/pause";

await serveUntilStopped(() => {
  if (!env().BERTH_DEMO) throw new Error("This worker belongs to demo mode: set BERTH_DEMO=1, or run node dist/worker.js.");
  return workBetweenMoves(() => startJobs(ticks));
});
