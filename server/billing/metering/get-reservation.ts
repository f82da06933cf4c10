import { z } from "zod";
import { reservationWithCharges } from "@/lib/contracts/capacity";
import { idOf } from "@/lib/contracts/common";
import { findReservation } from "@/server/capacity";
import { query } from "@/server/kernel/operation/operation";
import { withCharges } from "./reservation-charges";

/** A contract is shown with its cost so far, so this verb is here and not in the module that makes contracts. */
export const getReservation = query({
  name: "billing.reservation.get",
  summary: "Reads a reservation: state, term, rate, total, charges so far and the cluster that serves it.",
  input: z.object({ id: idOf("res") }),
  output: reservationWithCharges,
  permission: "capacity.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/reservations/{id}" },
  handler: async (ctx, { id }) => {
    const [read] = await withCharges(ctx, [await findReservation(ctx.tx, ctx.organisationId, id, ctx.projectId)]);
    if (!read) throw new Error("a reservation was lost while its charges were read");
    return read;
  },
});
