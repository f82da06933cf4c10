// What telemetry tells the modules above it. What it tells clusters is declared there, below: `telemetry.node.changed`.
import { z } from "zod";
import { month } from "@/lib/contracts/common";
import { defineEvent } from "@/server/platform/events";

/** The reports of an organisation's month are decided: its credits can be booked. */
export const slaMonthDecided = defineEvent("telemetry.slaMonth.decided", z.object({ organisationId: z.string(), month }));
