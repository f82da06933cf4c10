"use client";

import { useTRPCClient } from "@/app/_parts/client/console-client";
import { LiveRemark } from "@/app/_parts/client/live-remark";
import { useChangeRefresh } from "@/app/_parts/client/use-change-refresh";
import { overviewFingerprint } from "./fingerprint";

const EVERY_MS = 15_000;

/** Keeps the page current: the clusters shown and open incidents are looked at every few seconds. */
export function OverviewWatch({ seen, rows, mayReadIncidents, now }: { seen: string; rows: number; mayReadIncidents: boolean; now: string }) {
  const client = useTRPCClient();
  const watch = useChangeRefresh({
    name: ["overview"],
    read: async (signal) => {
      const [clusters, incidents] = await Promise.all([
        client.clusters.cluster.list.query({ sort: "state", limit: rows }, { signal }),
        mayReadIncidents ? client.reliability.incident.list.query({ state: "open", limit: 50 }, { signal }) : null,
      ]);
      return overviewFingerprint(clusters.data, incidents?.data ?? []);
    },
    seen,
    everyMs: EVERY_MS,
    now,
  });
  return <LiveRemark {...watch} />;
}
