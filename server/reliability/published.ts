// Events that reliability emits, for modules above.
import { z } from "zod";
import { month } from "@/lib/contracts/common";
import { defineEvent } from "@/server/kernel/events/events";

/** The reports of an organisation's month are decided: its credits can be booked. */
export const slaMonthDecided = defineEvent("reliability.slaMonth.decided", z.object({ organisationId: z.string(), month }));
/** Late signals changed reports of a decided month: its bill must be revised. */
export const slaMonthRevised = defineEvent("reliability.slaMonth.revised", z.object({ organisationId: z.string(), month, revision: z.number().int().min(2) }));
