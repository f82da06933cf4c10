export type HoldSlot = "full" | "part" | "empty";

/**
 * The quay of a hold: one slot per minute (for longer holds an equal part, at most 15), emptying from the right.
 * Seconds.
 */
export function holdSlots(leftSeconds: number, totalSeconds: number): { slots: HoldSlot[]; part: number } {
  const count = Math.max(1, Math.min(15, Math.ceil(totalSeconds / 60)));
  const perSlot = totalSeconds / count;
  const left = Math.min(Math.max(0, leftSeconds), totalSeconds) / perSlot;
  const full = Math.floor(left);
  const part = left - full;
  const slots = Array.from({ length: count }, (_, index): HoldSlot => (index < full ? "full" : index === full && part > 0 ? "part" : "empty"));
  return { slots, part };
}
