import { z } from "zod";
import { country, currency, idOf, instant, line, reference } from "@/lib/contracts/common";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { writeOwners } from "./rows";

const loadedOwner = z.object({
  id: idOf("own"),
  name: line(120),
  country,
  joinedAt: instant,
  bond: z.object({ currency, postedMinor: z.string().regex(/^\d{1,18}$/, "must be minor units as whole digits") }),
  pools: z.array(reference(120)).min(1).max(5_000),
});

/**
 * Bulk-loads owners with the pools they run and the bond they posted. Errors: validation_failed for a pool that is
 * listed twice or unknown.
 */
export const loadOwners = command({
  name: "settlement.owner.load",
  summary: "Load hardware owners with their pools and bonds.",
  input: z.object({ owners: z.array(loadedOwner).min(1).max(10_000) }),
  output: z.object({ owners: z.number().int(), pools: z.number().int(), bonds: z.number().int() }),
  permission: "network.manage",
  tenancy: "operator",
  rate: "write",
  audit: { subject: () => "network" },
  idempotency: "natural",
  handler: async (ctx, input) => {
    const pools = input.owners.flatMap((owner) => owner.pools);
    const known = await ctx.tx.sql<{ id: string }>(`select id from catalog.pool where id = any($1)`, [pools]);
    if (new Set(pools).size !== pools.length || known.length !== pools.length) {
      throw new OperationError("validation_failed", "A pool belongs to exactly one owner and must exist.", {
        errors: [{ pointer: "/owners", message: "names a pool twice, or one that is not in the catalogue" }],
      });
    }
    const written = await writeOwners(
      ctx.tx,
      input.owners.map(({ pools: poolIds, bond, joinedAt, ...owner }) => ({
        ...owner,
        poolIds,
        joinedAt: new Date(joinedAt),
        bond: { currency: bond.currency, postedMinor: BigInt(bond.postedMinor) },
      })),
    );
    ctx.audited(written);
    return written;
  },
});
