// Tax of a document: per treatment, never per line. Pure.
import { basisPointsOf, roundHalfAwayFromZero } from "@/lib/money";
import type { TaxTreatment } from "@/lib/tax";

export type TaxLine = { tax: TaxTreatment; taxableMinor: bigint; taxMinor: bigint };

/** Tax per treatment, each rounded once on its taxable sum. */
export function taxLines(lines: readonly { amountMinor: bigint; tax: TaxTreatment }[]): TaxLine[] {
  const groups = new Map<string, { tax: TaxTreatment; taxableMinor: bigint }>();
  for (const { tax, amountMinor } of lines) {
    const key = `${tax.jurisdiction} ${tax.category} ${tax.rateBasisPoints}`;
    const group = groups.get(key) ?? { tax, taxableMinor: 0n };
    groups.set(key, { ...group, taxableMinor: group.taxableMinor + amountMinor });
  }
  return [...groups.values()].map((group) => ({ ...group, taxMinor: roundHalfAwayFromZero(basisPointsOf(group.taxableMinor, group.tax.rateBasisPoints)) }));
}
