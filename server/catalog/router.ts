import { listNodeTypes } from "./list-node-types";
import { listRegions } from "./list-regions";
import { listSlaPlans } from "./list-sla-plans";
import { loadNetwork } from "./load-network";

export const router = {
  region: { list: listRegions },
  nodeType: { list: listNodeTypes },
  slaPlan: { list: listSlaPlans },
  network: { load: loadNetwork },
};
