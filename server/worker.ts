// The worker: events to their handlers, ticks at their times. Any number may run; each event and tick is taken by one.
import { ticks } from "@/server/doors/wiring";
import { workBetweenMoves } from "@/server/demo/life/pause";
import { startJobs } from "@/server/kernel/due/jobs";
import { serveUntilStopped } from "@/server/kernel/process/service";

await serveUntilStopped(() => workBetweenMoves(() => startJobs(ticks)));
