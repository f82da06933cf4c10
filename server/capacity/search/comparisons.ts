import type { Comparison } from "@/lib/contracts/catalog";
import { rateFromMicros } from "@/lib/money";
import { type Catalogue, compareWithReferences } from "@/server/catalog";

/** A book has a few thousand rates, and discounts multiply them only a few times. */
const MAX_KEPT = 10_000;

const kept = new WeakMap<Catalogue, Map<string, Comparison[]>>();

export interface Compared {
  gpuModel: string;
  currency: string;
  rateMicros: bigint;
  hours: number;
}

/** Prices of the same GPU elsewhere. Cached per rate and length of a catalogue, because every offer and quote asks. */
export function comparisonsOf(catalogue: Catalogue, ours: Compared): Comparison[] {
  const key = `${ours.gpuModel} ${ours.currency} ${ours.rateMicros} ${ours.hours}`;
  let known = kept.get(catalogue);
  if (!known || known.size > MAX_KEPT) {
    known = new Map();
    kept.set(catalogue, known);
  }
  let comparisons = known.get(key);
  if (!comparisons) {
    comparisons = compareWithReferences(ours, catalogue.references).map(({ provider, offering, rateMicros, source, asOf, ratio, likeForLike }) => ({
      provider,
      offering,
      ratePerGpuHour: rateFromMicros(rateMicros),
      source,
      asOf,
      ratio,
      likeForLike,
    }));
    known.set(key, comparisons);
  }
  return comparisons;
}

/** Why nothing is compared; null when something is. */
export function comparisonsNoteOf(catalogue: Catalogue, { gpuModel, currency }: Pick<Compared, "gpuModel" | "currency">): string | null {
  const held = catalogue.references.filter((reference) => reference.gpuModel === gpuModel);
  if (held.some((reference) => reference.currency === currency)) return null;
  const currencies = [...new Set(held.map((reference) => reference.currency))].sort();
  if (currencies.length === 0) return "No list price of another provider is held for this GPU.";
  return `List prices of other providers are held in ${currencies.join(" and ")} only; they are not converted to ${currency}.`;
}
