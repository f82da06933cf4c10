import { z } from "zod";
import { reservation } from "@/lib/contracts/capacity";
import { idOf } from "@/lib/contracts/common";
import { query } from "@/server/platform/operation";
import { findReservation, reservationContract } from "./reservation-rows";

export const getReservation = query({
  name: "capacity.reservation.get",
  summary: "Reads a reservation: state, term, rate, total and the cluster that serves it.",
  input: z.object({ id: idOf("res") }),
  output: reservation,
  permission: "capacity.read",
  tenancy: "project",
  rate: "read",
  rest: { method: "GET", path: "/reservations/{id}" },
  handler: async (ctx, { id }) => reservationContract(await findReservation(ctx.tx, ctx.organisationId, id, ctx.projectId)),
});
