"use client";

import { useTRPCClient } from "@/app/_parts/client/console-client";
import { LiveRemark } from "@/app/_parts/client/live-remark";
import { useChangeRefresh } from "@/app/_parts/client/use-change-refresh";
import { detailFingerprint } from "./fingerprint";

const ARRIVING_MS = 5_000;
const SERVING_MS = 10_000;

/** Keeps the page current: delivery phases at once, a running cluster within ten seconds. */
export function ClusterWatch({ id, seen, isArriving, now }: { id: string; seen: string; isArriving: boolean; now: string }) {
  const client = useTRPCClient();
  const watch = useChangeRefresh({
    name: ["cluster", id],
    read: async (signal) => {
      const [cluster, events] = await Promise.all([
        client.clusters.cluster.get.query({ id }, { signal }),
        client.clusters.event.list.query({ id, limit: 1 }, { signal }),
      ]);
      return detailFingerprint(cluster, events.data[0]?.id);
    },
    seen,
    everyMs: isArriving ? ARRIVING_MS : SERVING_MS,
    now,
  });
  return <LiveRemark {...watch} />;
}
