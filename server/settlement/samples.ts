// For the registry test: what each verb needs and an input it accepts.
import { randomId } from "@/server/kernel/process/random";
import { sample, type Samples } from "@/server/kernel/testing";
import { loadOwners } from "./load-owners";
import { prisma } from "@/server/kernel/testing/prisma";

export const samples: Samples = {
  "settlement.owner.load": sample(loadOwners, async (tenant) => {
    const mark = tenant.slug;
    const siteId = `${mark}-1a`;
    await prisma().region.create({
      data: { id: `${mark}-1`, city: "Oslo", country: "NO", countryName: "Norway", area: "Europe", residency: "EEA", latitude: 59.9, longitude: 10.7 },
    });
    await prisma().site.create({
      data: { id: siteId, regionId: `${mark}-1`, name: "Oslo 1", latitude: 59.9, longitude: 10.7, compliance: [], joinedAt: new Date(0) },
    });
    await prisma().nodeType.create({
      data: {
        id: mark,
        gpuModel: "H100",
        gpuCount: 8,
        gpuMemoryGb: 80,
        vcpus: 192,
        ramGib: 2048,
        nvme: "none",
        fabric: "none",
        fabricKind: "ethernet",
        committedGbps: 10,
      },
    });
    await prisma().pool.create({ data: { id: `${siteId}:${mark}`, siteId, nodeTypeId: mark, nodeCount: 4, spareCount: 1 } });
    const bond = { currency: "USD", postedMinor: "100000" };
    return {
      owners: [{ id: randomId("own"), name: "Fjellbekk Compute AS", country: "NO", joinedAt: "2025-01-01T00:00:00Z", bond, pools: [`${siteId}:${mark}`] }],
    };
  }),
};
