// Incidents follow the states of nodes in the transaction that changes them.
import { type ChangeListener, readServing } from "@/server/signals";
import { nodesWithoutIncident } from "./incident-rows";
import { followSiteDarkness, followServingNodes } from "./incidents";

export const followChanges: ChangeListener = {
  changed: async (work, serving, siteIds) => followServingNodes(work, serving, await followSiteDarkness(work, siteIds)),
  timePassed: async (work) => followServingNodes(work, await readServing(work.tx, await nodesWithoutIncident(work.tx, work.now), work.now), []),
};
