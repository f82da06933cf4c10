import { z } from "zod";
import { defineEvent } from "@/server/kernel/events/events";

/** A quote became a contract: clusters prepares the delivery, billing invoices what is due now. */
export const reservationConfirmed = defineEvent("capacity.reservation.confirmed", z.object({ reservationId: z.string() }));
