import type { Tick } from "@/server/kernel/due/jobs";
import { advanceDelivery } from "./delivery/advance-delivery";
import { nextDueAt, nextReplacementAt } from "./delivery/due-rows";
import { advanceReplacements } from "./replacement/advance-replacements";

// Replacements first, so that one that was due before its cluster ended still takes place.
export const ticks: readonly Tick[] = [
  { verb: advanceReplacements, everySeconds: 5, nextDueAt: nextReplacementAt },
  { verb: advanceDelivery, everySeconds: 5, nextDueAt },
];
