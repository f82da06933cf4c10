"use client";

import { useTRPCClient } from "@/app/_parts/client/console-client";
import { LiveRemark } from "@/app/_parts/client/live-remark";
import { useChangeRefresh } from "@/app/_parts/client/use-change-refresh";
import { overviewFingerprint } from "./fingerprint";

const EVERY_MS = 15_000;

/** Keeps the page current by polling clusters and open incidents every few seconds. */
export function OverviewWatch({ seen, mayReadIncidents, now }: { seen: string; mayReadIncidents: boolean; now: string }) {
  const client = useTRPCClient();
  const watch = useChangeRefresh({
    name: ["overview"],
    read: async (signal) => {
      const [clusters, incidents] = await Promise.all([
        client.clusters.cluster.list.query({ limit: 200 }, { signal }),
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
