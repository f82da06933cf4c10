"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

type Watch = {
  /** Identifies what is watched, including its filters. */
  name: readonly string[];
  /** Reads the fingerprint, which changes when the page should. */
  read: (signal: AbortSignal) => Promise<string>;
  /** The same fingerprint as rendered by the server. */
  seen: string;
  everyMs: number;
  /** The instant the server rendered. */
  now: string;
};

/**
 * Keeps a server-rendered page current: polls a fingerprint and has the server render again when it differs. Returns
 * when it last checked (RFC 3339, server time), and whether that check failed.
 */
export function useChangeRefresh({ name, read, seen, everyMs, now }: Watch): { checkedAt: string; failed: boolean } {
  const router = useRouter();
  const { data, dataUpdatedAt, isRefetchError } = useQuery({
    queryKey: ["watch", ...name],
    queryFn: ({ signal }) => read(signal),
    initialData: seen,
    staleTime: everyMs,
    refetchInterval: everyMs,
  });
  const [start] = useState({ browser: dataUpdatedAt, server: Date.parse(now) });
  useEffect(() => {
    if (data !== seen) router.refresh();
  }, [data, seen, router]);
  return { checkedAt: new Date(start.server + dataUpdatedAt - start.browser).toISOString(), failed: isRefetchError };
}
