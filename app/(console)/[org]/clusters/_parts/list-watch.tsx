"use client";

import { useTRPCClient } from "@/app/_parts/client/console-client";
import { LiveRemark } from "@/app/_parts/client/live-remark";
import { useChangeRefresh } from "@/app/_parts/client/use-change-refresh";
import { listFingerprint } from "../../_parts/clusters/fingerprint";
import type { listInputOf } from "../../_parts/clusters/filters";

const EVERY_MS = 15_000;

/** Keeps the list current. */
export function ListWatch({ input, seen, now }: { input: ReturnType<typeof listInputOf> & { limit: number; cursor?: string }; seen: string; now: string }) {
  const client = useTRPCClient();
  const watch = useChangeRefresh({
    name: ["clusters", JSON.stringify(input)],
    read: async (signal) => listFingerprint((await client.clusters.cluster.list.query(input, { signal })).data),
    seen,
    everyMs: EVERY_MS,
    now,
  });
  return <LiveRemark {...watch} />;
}
