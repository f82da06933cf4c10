import { z } from "zod";
import { asNetwork } from "@/server/kernel/database/db";
import { command } from "@/server/kernel/operation/operation";
import { closeSession as close } from "./sessions";

/** Ends a session: the browser that holds its token is signed out from the next request on. */
export const closeSession = command({
  name: "identity.session.close",
  summary: "Sign out.",
  input: z.object({ token: z.string().min(1).max(200) }),
  output: z.object({ userId: z.string().nullable() }),
  permission: "none",
  tenancy: "public",
  rate: "auth",
  audit: { subject: (_input, output) => output.userId ?? "unknown session" },
  idempotency: "natural",
  handler: async (ctx, input) => ({ userId: await asNetwork(ctx.tx, () => close(ctx.tx, input.token)) }),
});
