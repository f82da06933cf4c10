// For the registry test: what each verb needs and an input it accepts.
import { type Samples, sample } from "@/server/kernel/testing";
import { listNodeTypes } from "./list-node-types";
import { listRegions } from "./list-regions";
import { listSlaPlans } from "./list-sla-plans";
import { loadNetwork } from "./load-network";

export const samples: Samples = {
  "catalog.region.list": sample(listRegions, async () => ({})),
  "catalog.nodeType.list": sample(listNodeTypes, async () => ({})),
  "catalog.slaPlan.list": sample(listSlaPlans, async () => ({})),
  "catalog.network.load": sample(loadNetwork, async (tenant) => ({
    regions: [{ id: tenant.slug, city: "Oslo", country: "NO", countryName: "Norway", area: "Europe", residency: "EEA", latitude: 59.91, longitude: 10.75 }],
  })),
};
