/** Burn rate: 1 is a budget spent evenly over the month. One logarithmic axis from 0.1 to 1,000, with 0 set apart. */
export type BurnPoint = { name: string; rate: number };
export type BurnLane = { window: string; threshold: number; points: BurnPoint[] };

const ZERO_X = 58;
const FIRST_X = 76;
const LAST_X = 462;

export const BURN_TICKS = [0, 0.1, 1, 10, 100, 1000] as const;

export function burnX(rate: number): number {
  if (rate <= 0) return ZERO_X;
  const decades = Math.min(4, Math.max(0, Math.log10(rate) + 1));
  return Math.round((FIRST_X + (decades / 4) * (LAST_X - FIRST_X)) * 10) / 10;
}
