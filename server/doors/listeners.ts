// Listeners across modules. Every process that runs verbs or ticks imports this: the registry for the doors, the wiring
// for the worker.
import { followChanges } from "@/server/reliability";
import { listenToChanges } from "@/server/signals";

// Verbs and ticks of signals change states; incidents follow in the same transaction, in every process.
listenToChanges(followChanges);
