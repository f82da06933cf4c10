// Incidents follow the states of nodes in the transaction that changes them.
import { type ChangeListener, readServing } from "@/server/signals";
import { readUntold } from "./incident-rows";
import { tellOfDarkness, tellOfNodes } from "./incidents";

export const followChanges: ChangeListener = {
  changed: async (work, serving, siteIds) => tellOfNodes(work, serving, await tellOfDarkness(work, siteIds)),
  looked: async (work) => tellOfNodes(work, await readServing(work.tx, await readUntold(work.tx, work.now), work.now), []),
};
