import type { Comparison } from "@/lib/contracts/catalog";
import { rateFromMicros } from "@/lib/money";
import { type Catalogue, compareWithReferences } from "@/server/catalog";

/** What the same GPU lists for elsewhere, worked out once for each rate of an answer. */
export function comparisonsFor(catalogue: Catalogue): (gpuModel: string, currency: string, rateMicros: bigint) => Comparison[] {
  const known = new Map<string, Comparison[]>();
  return (gpuModel, currency, rateMicros) => {
    const key = `${gpuModel} ${currency} ${rateMicros}`;
    const comparisons =
      known.get(key) ??
      compareWithReferences({ gpuModel, currency, rateMicros }, catalogue.references).map((reference) => ({
        provider: reference.provider, offering: reference.offering, ratePerGpuHour: rateFromMicros(reference.rateMicros), source: reference.source, asOf: reference.asOf, ratio: reference.ratio,
      }));
    known.set(key, comparisons);
    return comparisons;
  };
}
