// Retention of the kernel's own rows: answers stored for idempotency keys, and handled events.
import { z } from "zod";
import { sweepKeys } from "../operation/idempotency";
import { command } from "../operation/operation";
import { sweepEvents } from "../events/outbox";

export const sweep = command({
  name: "kernel.retention.sweep",
  summary: "Removes idempotency keys and handled events that are past their days.",
  input: z.object({}),
  output: z.object({ keys: z.number().int(), events: z.number().int() }),
  permission: "system.run",
  tenancy: "operator",
  rate: "write",
  audit: { none: "nothing anyone could still ask for is removed" },
  idempotency: "natural",
  handler: async (ctx) => ({ keys: await sweepKeys(ctx.tx, ctx.now), events: await sweepEvents(ctx.tx, ctx.now) }),
});
