import type { Comparison } from "@/lib/contracts/catalog";
import { rateFromMicros } from "@/lib/money";
import { type Catalogue, compareWithReferences } from "@/server/catalog";

/** A book has a few thousand rates; discounts multiply them, but only so far. */
const KEPT_AT_MOST = 10_000;

const kept = new WeakMap<Catalogue, Map<string, Comparison[]>>();

/** What the same GPU lists for elsewhere. Worked out once for each rate of a catalogue: every offer and quote asks. */
export function comparisonsOf(catalogue: Catalogue, gpuModel: string, currency: string, rateMicros: bigint): Comparison[] {
  const key = `${gpuModel} ${currency} ${rateMicros}`;
  let known = kept.get(catalogue);
  if (!known || known.size > KEPT_AT_MOST) {
    known = new Map();
    kept.set(catalogue, known);
  }
  let comparisons = known.get(key);
  if (!comparisons) {
    comparisons = compareWithReferences({ gpuModel, currency, rateMicros }, catalogue.references).map((reference) => ({
      provider: reference.provider, offering: reference.offering, ratePerGpuHour: rateFromMicros(reference.rateMicros), source: reference.source, asOf: reference.asOf, ratio: reference.ratio,
    }));
    known.set(key, comparisons);
  }
  return comparisons;
}
