// The worker: events to their handlers, ticks at their times. Any number may run; each event and tick is taken by one.
import { ticks } from "./api/wiring";
import { workBetweenMoves } from "./ops/demo/pause";
import { startJobs } from "./platform/jobs";
import { serveUntilStopped } from "./platform/service";

await serveUntilStopped(() => workBetweenMoves(() => startJobs(ticks)));
