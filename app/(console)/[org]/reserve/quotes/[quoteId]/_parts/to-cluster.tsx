"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useTRPC } from "@/app/_parts/client/console-client";
import { refusalOfCall } from "@/app/_parts/client/refusal";
import { ButtonLink } from "@/components/ui/button";
import { LongJob } from "@/components/ui/long-job";
import { Status } from "@/components/ui/status";

const EVERY_MS = 1_000;

type Props = { organisation: string; name: string; nodes: number; clusterId: string; go: boolean };

/**
 * After the confirmation the contract exists at once and its cluster a moment later; then the reader is taken there.
 */
export function ToCluster({ organisation, name, nodes, clusterId, go }: Props) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data, error } = useQuery(
    trpc.clusters.cluster.get.queryOptions({ id: clusterId }, { retry: false, refetchInterval: (query) => (query.state.data ? false : EVERY_MS) }),
  );
  // Not found means not created yet.
  const trouble = error === null || refusalOfCall(error).code === "not_found" ? null : refusalOfCall(error);
  const address = data === undefined ? null : `/${organisation}/clusters/${clusterId}`;
  useEffect(() => {
    if (!go || address === null) return;
    router.replace(address);
    // Refreshes the navigation's cluster count.
    router.refresh();
  }, [go, address, router]);
  return (
    <div>
      <LongJob
        title={`${name} is reserved`}
        remark={address === null ? "the cluster is being entered" : "its cluster is on the way"}
        phases={[
          { key: "contract", name: "1 Contract and nodes", done: nodes, total: nodes },
          { key: "cluster", name: "2 Cluster", done: address === null ? 0 : 1, total: 1 },
        ]}
      />
      {trouble === null || address !== null ? null : (
        <p className="mt-2">
          <Status state="degraded" className="whitespace-normal">
            {trouble.detail} The reservation stands; this page looks again by itself.
          </Status>
        </p>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        <ButtonLink kind="solid" href={address ?? `/${organisation}/clusters`}>
          {address === null ? "All clusters" : "Open the cluster"}
        </ButtonLink>
      </div>
    </div>
  );
}
