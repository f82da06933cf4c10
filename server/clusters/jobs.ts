import type { Tick } from "@/server/platform/jobs";
import { advanceDelivery } from "./advance-delivery";
import { nextDueAt } from "./due-rows";

export const ticks: readonly Tick[] = [{ verb: advanceDelivery, everySeconds: 5, nextDueAt }];
