// What the simulated network's agents report of nodes before they serve, through the same door as a real agent's: as many
// new servers fail burn-in as fleets have seen.
import { createHash } from "node:crypto";
import type { AcceptanceResult } from "@/lib/contracts/acceptance";
import { formatInstant, type Instant } from "@/lib/period";
import { transaction } from "@/server/kernel/database/db";
import { postResults } from "./door";

/** Of new servers, 7 % fail at bring-up (9 of 128 in one published fleet). */
const BRING_UP_FAILURES = 0.07;

const LOOK = { organisationId: null, network: true, readOnly: true } as const;

/** A number in [0, 1) that is the same whenever it is asked for. */
const fractionOf = (...parts: readonly string[]): number => createHash("sha256").update(parts.join("\n")).digest().readUInt32BE(0) / 2 ** 32;

interface Untested {
  nodeId: string;
  clusterId: string;
  nodes: number;
  gpusPerNode: number;
  fabricKind: string;
  committedGbps: number;
}

// Nodes chosen for a cluster on its way that were not tested since.
const UNTESTED = `
  select a."nodeId", a."clusterId", r.nodes, r."gpusPerNode", t."fabricKind", t."committedGbps"
    from clusters.cluster c join clusters.service a on a."organisationId" = c."organisationId" and a."clusterId" = c.id and a."endedAs" is null
    join capacity.contract r on r."organisationId" = c."organisationId" and r.id = c."reservationId" join catalog.node_type t on t.id = r."nodeTypeId"
   where c.state = 'arriving' and not exists (select from clusters.acceptance_result x where x."nodeId" = a."nodeId" and x.at >= date_trunc('second',
     a."startAt"))
   order by a."clusterId", a.berth`;

const tenths = (value: number): number => Math.round(value * 10) / 10;

function resultOf({ nodeId, clusterId, nodes, gpusPerNode, fabricKind, committedGbps }: Untested, at: Instant): AcceptanceResult {
  const isWeak = fractionOf("bring-up", nodeId) < BRING_UP_FAILURES;
  const base = fabricKind === "infiniband" ? (nodes > 1 ? 474 : 480) : 46;
  return {
    node: nodeId,
    observedAt: formatInstant(at),
    gpusTested: gpusPerNode,
    gpusPassed: isWeak ? gpusPerNode - 1 : gpusPerNode,
    diagnosticsLevel: 3,
    bandwidthGbps: tenths(committedGbps * (1.01 + fractionOf("uplink", nodeId) * 0.04)),
    allReduce: { gigabytesPerSecond: tenths(base * (1 + fractionOf("all-reduce", clusterId) * 0.02)), nodes },
    ...(isWeak && { fault: "Failed the burn-in stress test" }),
  };
}

/** Reports of nodes on their way that are not tested yet. Answers how many. */
export async function testNewNodes(door: { address: string; key: string }, at: Instant): Promise<number> {
  const untested = await transaction(LOOK, (tx) => tx.sql<Untested>(UNTESTED, [], "demo_untested"));
  const results = untested.map((node) => resultOf(node, at));
  for (let from = 0; from < results.length; from += RESULTS_PER_CALL) await postResults(door.address, door.key, results.slice(from, from + RESULTS_PER_CALL));
  return results.length;
}

const RESULTS_PER_CALL = 1_000;
