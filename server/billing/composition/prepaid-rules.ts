// Prepaid money: how much belongs to a month, and which document it is taken from. Pure, in minor units.
import { sumMinor } from "@/lib/money";
import type { TaxTreatment } from "@/lib/tax";

/** What one document invoiced in advance for a contract, and the tax it was charged with. */
export interface Pot {
  /** Number of that document; null while it has none. */
  reference: string | null;
  amountMinor: bigint;
  tax: TaxTreatment;
}

export const potsMinor = (pots: readonly Pot[]): bigint => sumMinor(pots.map((pot) => pot.amountMinor));

/**
 * Takes money out of pots, oldest first, continuing where earlier months stopped. The parts sum to the amount: the part
 * no pot holds, because its document is still to come, has no reference and gets the given treatment.
 */
export function drawFrom(pots: readonly Pot[], takenMinor: bigint, amountMinor: bigint, otherwise: TaxTreatment): Pot[] {
  const parts: Pot[] = [];
  let skip = takenMinor;
  let left = amountMinor;
  for (const pot of pots) {
    const free = pot.amountMinor > skip ? pot.amountMinor - skip : 0n;
    skip = skip > pot.amountMinor ? skip - pot.amountMinor : 0n;
    const part = free < left ? free : left;
    if (part > 0n) parts.push({ ...pot, amountMinor: part });
    left -= part;
  }
  return left > 0n ? [...parts, { reference: null, amountMinor: left, tax: otherwise }] : parts;
}

/**
 * Applies prepaid money to a month's charge, never more than was charged: prepaid seconds of a dark site stay with the
 * reservation, and in its last month the rest is returned to the customer. All amounts are non-negative and applied +
 * returned + carried = share + carried before.
 */
export function settlePrepaid(prepaid: { shareMinor: bigint; carriedMinor: bigint; last: boolean }, chargeMinor: bigint) {
  const available = prepaid.shareMinor + prepaid.carriedMinor;
  const appliedMinor = available < chargeMinor ? available : chargeMinor;
  const left = available - appliedMinor;
  return {
    appliedMinor,
    returnedMinor: prepaid.last ? left : 0n,
    carriedMinor: prepaid.last ? 0n : left,
  };
}
