"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

type Watch = {
  /** Names what is watched, with its filters. */
  name: readonly string[];
  /** Reads the few words that change when the page should. */
  read: (signal: AbortSignal) => Promise<string>;
  /** The same words as the server rendered them. */
  seen: string;
  everyMs: number;
  /** The server's instant when it rendered. */
  now: string;
};

/**
 * Keeps a server-rendered page current: asks for a fingerprint every so often and has the server render anew when it
 * differs. Answers when it last looked (RFC 3339, the server's time), and whether the last look failed.
 */
export function useChangeRefresh({ name, read, seen, everyMs, now }: Watch): { lookedAt: string; failed: boolean } {
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
  return { lookedAt: new Date(start.server + dataUpdatedAt - start.browser).toISOString(), failed: isRefetchError };
}
