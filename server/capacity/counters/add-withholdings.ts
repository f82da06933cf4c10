import { addWithholdingsInput, addWithholdingsOutput } from "@/lib/contracts/capacity";
import { containsInterval, formatInstant, isHourAligned, parseInstant, toDate, toInstant } from "@/lib/period";
import { catalogueOf } from "@/server/catalog";
import { OperationError } from "@/server/kernel/operation/errors";
import { command } from "@/server/kernel/operation/operation";
import { takeMany } from "./counters";
import { invalid } from "../quotes/quote-request";
import { countedHours } from "../quotes/term-rules";
import { insertWithholdings } from "./withholding-rows";

export const addWithholdings = command({
  name: "capacity.withholding.add",
  summary: "Keeps nodes from sale that sites need for themselves, in bulk: all of them are counted, or none.",
  input: addWithholdingsInput,
  output: addWithholdingsOutput,
  permission: "network.manage",
  tenancy: "operator",
  audit: { subject: () => "network" },
  idempotency: "natural",
  rate: "write",
  handler: async (ctx, input) => {
    const catalogue = await catalogueOf(ctx.tx);
    const rows = input.withholdings.map(({ pool, nodes, start, end }) => ({
      poolId: pool,
      nodes,
      window: { start: parseInstant(start), end: parseInstant(end) },
    }));
    const counted = countedHours(toInstant(ctx.now));
    const seen = new Set<string>();
    const errors = rows.flatMap(({ poolId, window }, index) => {
      const pointer = `/withholdings/${index}`;
      const name = `${poolId} ${window.start} ${window.end}`;
      if (!catalogue.pools.has(poolId)) return [{ pointer, message: `there is no pool ${poolId}.` }];
      if (!isHourAligned(window.start) || !isHourAligned(window.end) || window.end <= window.start)
        return [{ pointer, message: "start and end must be whole hours, start first." }];
      if (!containsInterval(counted, window))
        return [{ pointer, message: `lies outside the hours that are counted, ${formatInstant(counted.start)} to ${formatInstant(counted.end)}.` }];
      if (seen.has(name)) return [{ pointer, message: "names a pool and window a second time; add the nodes up." }];
      seen.add(name);
      return [];
    });
    if (errors.length > 0) throw invalid(errors.slice(0, 20));
    const added = await insertWithholdings(
      ctx.tx,
      rows.map(({ window, ...row }) => ({ ...row, startAt: toDate(window.start), endAt: toDate(window.end) })),
    );
    if (
      !(await takeMany(
        ctx.tx,
        rows.filter((_row, index) => added.has(index)),
      ))
    ) {
      throw new OperationError("capacity_unavailable", "Some of these nodes are already sold in that window, so nothing was withheld.", {
        suggestion: "Withhold fewer nodes, or another window.",
      });
    }
    ctx.audited({ added: added.size, known: rows.length - added.size });
    return { added: added.size, known: rows.length - added.size };
  },
});
