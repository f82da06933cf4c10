import { dueWork } from "@/server/kernel/due/due-work";
import { systemCaller } from "@/server/kernel/operation/actor";
import { run } from "@/server/kernel/operation/operation";
import { dueClusters } from "./due-rows";
import { stepCluster } from "./step-cluster";

export const advanceDelivery = dueWork({
  name: "clusters.delivery.advance",
  summary: "Carry out what is due for all clusters.",
  each: "cluster",
  find: dueClusters,
  key: ({ id }) => id,
  perform: ({ id, organisationId }, surface) => run(stepCluster, systemCaller("clusters.delivery.advance", organisationId, surface), { clusterId: id }),
});
