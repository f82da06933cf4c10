import { dueWork } from "@/server/kernel/due/due-work";
import { systemCaller } from "@/server/kernel/operation/actor";
import { run } from "@/server/kernel/operation/operation";
import { dueReplacements } from "../delivery/due-rows";
import { stepReplacement } from "./step-replacement";

export const advanceReplacements = dueWork({
  name: "clusters.replacement.advance",
  summary: "Carry out what is due for all replacements of nodes.",
  each: "replacement",
  find: dueReplacements,
  key: ({ id }) => id,
  perform: ({ id, clusterId, organisationId }, surface) =>
    run(stepReplacement, systemCaller("clusters.replacement.advance", organisationId, surface), { clusterId, id }),
});
