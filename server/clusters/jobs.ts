import type { Tick } from "@/server/kernel/due/jobs";
import { advanceDelivery } from "./delivery/advance-delivery";
import { nextDueAt } from "./delivery/due-rows";

export const ticks: readonly Tick[] = [{ verb: advanceDelivery, everySeconds: 5, nextDueAt }];
