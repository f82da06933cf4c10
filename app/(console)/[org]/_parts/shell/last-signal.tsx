"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPCClient } from "@/app/_parts/client/console-client";
import { formatInstant } from "@/components/format/text";

const EVERY_MS = 15_000;

/** When the network last sent a signal: shows that the console is up to date. */
export function LastSignal({ initial }: { initial: string | null }) {
  const client = useTRPCClient();
  const { data } = useQuery({
    queryKey: ["last signal"],
    queryFn: async ({ signal }) => (await client.reliability.lastSignal.get.query({}, { signal })).at,
    initialData: initial,
    staleTime: EVERY_MS,
    refetchInterval: EVERY_MS,
  });
  return data === null ? "No signal yet" : `Live, last signal ${formatInstant(data, "seconds")}`;
}
