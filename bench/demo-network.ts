import { toInstant } from "@/lib/period";
import { networkOf, withholdingsOf } from "@/server/demo/simulator/network-data";
import { router as capacity } from "@/server/capacity/router";
import { router as catalog } from "@/server/catalog/router";
import { now } from "@/server/kernel/process/clock";
import { run } from "@/server/kernel/operation/operation";
import { asOperator } from "@/server/kernel/testing";

/** About 300 sites with 54,000 nodes and their owners' withholdings, as in the demo. */
export async function loadDemoNetwork(): Promise<void> {
  const anchor = toInstant(now());
  await run(catalog.network.load, asOperator(), networkOf(anchor));
  const withholdings = withholdingsOf(anchor);
  for (let from = 0; from < withholdings.length; from += 1_000) {
    await run(capacity.withholding.add, asOperator(), { withholdings: withholdings.slice(from, from + 1_000) });
  }
}
