"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "@/server/doors/console/trpc";
import { idempotencyLink } from "./idempotency-link";
import { OfflineError, refusalOfCall } from "./refusal";

const context = createTRPCContext<AppRouter>();
const { TRPCProvider } = context;

/**
 * `useTRPC().clusters.cluster.get.queryOptions({ id })` for TanStack Query; `useTRPCClient()` calls without a cache.
 */
export const { useTRPC, useTRPCClient } = context;

const URL = "/api/trpc";
const FRESH_MS = 5_000;
const RETRIES = 2;

/** The organisation (its slug) a call is for; the server reads it in session-caller.ts. */
const deskOf = (organisation: string) => ({ "x-berth-organisation": organisation });

const clientOf = (organisation: string) =>
  createTRPCClient<AppRouter>({
    links: [
      idempotencyLink,
      splitLink({
        condition: (op) => op.type === "mutation",
        true: httpLink({
          url: URL,
          fetch: (input, init) => {
            OfflineError.throwIfOffline();
            return fetch(input, init as RequestInit);
          },
          headers: ({ op }) => ({
            ...deskOf(organisation),
            ...(typeof op.context.idempotencyKey === "string" && { "idempotency-key": op.context.idempotencyKey }),
          }),
        }),
        false: httpBatchLink({ url: URL, headers: deskOf(organisation), maxURLLength: 2_000 }),
      }),
    ],
  });

/** A clear refusal would be refused again; only lost answers and overload are worth a retry. */
const isWorthRetrying = (error: unknown) => ["unreachable", "internal", "overloaded", "unavailable"].includes(refusalOfCall(error).code);

const cacheOf = () =>
  new QueryClient({
    // "always": a call while offline fails at once and says so. The library would keep it, and send it when the network returns.
    defaultOptions: {
      queries: { networkMode: "always", staleTime: FRESH_MS, retry: (count, error) => count < RETRIES && isWorthRetrying(error) },
      mutations: { networkMode: "always", retry: false },
    },
  });

/**
 * The operations in the browser, for an organisation or, with "operator", for the network's staff. Key it by
 * organisation.
 */
export function ConsoleClient({ organisation, children }: { organisation: string; children: ReactNode }) {
  const [cache] = useState(cacheOf);
  const [client] = useState(() => clientOf(organisation));
  return (
    <QueryClientProvider client={cache}>
      <TRPCProvider trpcClient={client} queryClient={cache}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
