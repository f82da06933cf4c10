import { z } from "zod";
import { instant, line, reference } from "./common";

const figure = z.number().min(0).max(1_000_000);

/**
 * What a node's agent measured before the node serves. Everything but the node and the second is optional: what was not
 * measured is left out and is shown as not measured.
 */
export const acceptanceResult = z.object({
  node: reference(),
  observedAt: instant,
  gpusTested: z.number().int().min(1).max(64).optional(),
  gpusPassed: z.number().int().min(0).max(64).optional(),
  diagnosticsLevel: z.number().int().min(1).max(4).optional().describe("DCGM run level of the GPU diagnostics"),
  bandwidthGbps: figure.optional().describe("Throughput of the node's uplink, in Gb/s"),
  allReduce: z
    .object({ gigabytesPerSecond: figure, nodes: z.number().int().min(1).max(10_000) })
    .optional()
    .describe("Bus bandwidth of an all-reduce this node took part in, and over how many nodes it ran"),
  fault: line(200).optional().describe("Why the node does not pass, when its agent knows"),
});
export type AcceptanceResult = z.output<typeof acceptanceResult>;

export const recordAcceptanceInput = z.object({ results: z.array(acceptanceResult).min(1).max(1_000) });
export const recordAcceptanceOutput = z.object({
  taken: z.number().int(),
  refused: z.array(z.object({ index: z.number().int(), code: z.enum(["node_unknown", "from_the_future", "too_late", "gpus_malformed"]), reason: z.string() })),
});
