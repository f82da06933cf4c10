import { z } from "zod";
import { systemCaller } from "@/server/kernel/operation/actor";
import { log } from "@/server/kernel/process/log";
import { command, run } from "@/server/kernel/operation/operation";
import { dueClusters } from "./due-rows";
import { stepCluster } from "./step-cluster";

const AT_ONCE = 500;

/** Carries out what is due for every cluster, each in a transaction and an organisation's name of its own. */
export const advanceDelivery = command({
  name: "clusters.delivery.advance",
  summary: "Carry out what is due for all clusters.",
  input: z.object({}),
  output: z.object({ stepped: z.number().int(), failed: z.number().int() }),
  permission: "system.run",
  tenancy: "operator",
  rate: "write",
  audit: { none: "each cluster leaves an entry in its own organisation's audit log" },
  idempotency: "natural",
  handler: async (ctx) => {
    let stepped = 0;
    let failed = 0;
    for (const { organisationId, id } of await dueClusters(ctx.tx, ctx.now, AT_ONCE)) {
      try {
        await run(stepCluster, systemCaller("clusters.delivery.advance", organisationId, ctx.caller.surface), { clusterId: id });
        stepped += 1;
      } catch (error) {
        // One cluster's trouble keeps no other waiting; it is due again at the next look.
        log().error({ err: error, clusterId: id }, "a cluster could not be stepped");
        failed += 1;
      }
    }
    return { stepped, failed };
  },
});
