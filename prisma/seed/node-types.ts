/** The eight servers sold, in the form of the public catalogue. Figures per node. */
export interface NodeType {
  id: string;
  gpuModel: string;
  gpuCount: number;
  gpuMemoryGb: number;
  vcpus: number;
  ramGib: number;
  nvme: string;
  fabric: string;
  fabricKind: "infiniband" | "ethernet";
  /** Guaranteed external throughput per node, Gb/s. */
  committedGbps: number;
}

export const nodeTypes = [
  {
    id: "h100-sxm.8x",
    gpuModel: "H100-SXM5-80GB",
    gpuCount: 8,
    gpuMemoryGb: 80,
    vcpus: 192,
    ramGib: 2048,
    nvme: "8×3.84 TB",
    fabric: "NVLink 4 900 GB/s, InfiniBand 3.2 Tb/s",
    fabricKind: "infiniband",
    committedGbps: 100,
  },
  {
    id: "h200-sxm.8x",
    gpuModel: "H200-SXM-141GB",
    gpuCount: 8,
    gpuMemoryGb: 141,
    vcpus: 224,
    ramGib: 2048,
    nvme: "8×3.84 TB",
    fabric: "NVLink 4 900 GB/s, InfiniBand 3.2 Tb/s",
    fabricKind: "infiniband",
    committedGbps: 200,
  },
  {
    id: "b200-sxm.8x",
    gpuModel: "B200-SXM-180GB",
    gpuCount: 8,
    gpuMemoryGb: 180,
    vcpus: 208,
    ramGib: 2900,
    nvme: "22 TiB",
    fabric: "NVLink 5 1.8 TB/s, InfiniBand 3.2 Tb/s",
    fabricKind: "infiniband",
    committedGbps: 200,
  },
  {
    id: "b300-sxm.8x",
    gpuModel: "B300-SXM-288GB",
    gpuCount: 8,
    gpuMemoryGb: 288,
    vcpus: 192,
    ramGib: 2768,
    nvme: "8×7.68 TB",
    fabric: "NVLink 5 1.8 TB/s, InfiniBand 6.4 Tb/s",
    fabricKind: "infiniband",
    committedGbps: 200,
  },
  {
    id: "gb200-nvl72.tray",
    gpuModel: "GB200-NVL72-186GB",
    gpuCount: 4,
    gpuMemoryGb: 186,
    vcpus: 144,
    ramGib: 960,
    nvme: "30.72 TB",
    fabric: "NVLink 5 domain of 72 GPUs, InfiniBand 1.6 Tb/s",
    fabricKind: "infiniband",
    committedGbps: 200,
  },
  {
    id: "a100-sxm.8x",
    gpuModel: "A100-SXM4-80GB",
    gpuCount: 8,
    gpuMemoryGb: 80,
    vcpus: 240,
    ramGib: 1800,
    nvme: "19.5 TiB",
    fabric: "NVLink 3 600 GB/s, InfiniBand 1.6 Tb/s",
    fabricKind: "infiniband",
    committedGbps: 50,
  },
  {
    id: "l40s.8x",
    gpuModel: "L40S-48GB",
    gpuCount: 8,
    gpuMemoryGb: 48,
    vcpus: 128,
    ramGib: 1024,
    nvme: "7.68 TB",
    fabric: "PCIe 4, Ethernet 2×100 Gb/s",
    fabricKind: "ethernet",
    committedGbps: 50,
  },
  {
    id: "rtx-pro-6000.8x",
    gpuModel: "RTX-PRO-6000-96GB",
    gpuCount: 8,
    gpuMemoryGb: 96,
    vcpus: 192,
    ramGib: 1744,
    nvme: "4×3.84 TB",
    fabric: "PCIe 5, Ethernet 2×200 Gb/s",
    fabricKind: "ethernet",
    committedGbps: 25,
  },
] as const satisfies readonly NodeType[];

export type NodeTypeId = (typeof nodeTypes)[number]["id"];
