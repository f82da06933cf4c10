import { z } from "zod";
import { instant } from "@/lib/contracts/common";
import { query } from "@/server/kernel/operation/operation";

/** When any node was last heard: what every page shows, without judging the sites. */
export const getLastSignal = query({
  name: "reliability.lastSignal.get",
  summary: "When the network was last heard.",
  input: z.object({}),
  output: z.object({ at: instant.nullable() }),
  permission: "none",
  tenancy: "public",
  rate: "read",
  handler: async ({ tx }) => {
    const [row] = await tx.sql<{ at: Date | null }>(`select max("watchedUntil") as at from signals.watched_pool`, [], "telemetry_last_signal");
    return { at: row?.at?.toISOString() ?? null };
  },
});
