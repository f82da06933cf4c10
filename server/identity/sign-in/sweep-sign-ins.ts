import { z } from "zod";
import { command } from "@/server/kernel/operation/operation";
import { sweepSessions } from "./sessions";
import { sweepThrottles } from "./throttle";

/** Retention of sign-in rows: ended sessions and expired failures. */
export const sweepSignIns = command({
  name: "identity.session.sweep",
  summary: "Removes sessions that are over and counts of refused sign-ins that are forgotten.",
  input: z.object({}),
  output: z.object({ sessions: z.number().int(), throttles: z.number().int() }),
  permission: "system.run",
  tenancy: "operator",
  rate: "write",
  audit: { none: "nothing anyone could still use is removed" },
  idempotency: "natural",
  handler: async (ctx) => ({ sessions: await sweepSessions(ctx.tx), throttles: await sweepThrottles(ctx.tx) }),
});
