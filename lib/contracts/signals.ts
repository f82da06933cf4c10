import { z } from "zod";

/**
 * Only the envelope is checked here. The door checks items one by one, because a refused item is reported in the answer
 * and does not fail the batch.
 */
export const recordSignalsInput = z.object({ signals: z.array(z.unknown()).min(1).max(5_000) });
/** `count`: how many signals an item stands for. */
export const recordSignalsOutput = z.object({
  taken: z.number().int(),
  refused: z.array(z.object({ index: z.number().int(), code: z.string(), reason: z.string(), count: z.number().int() })),
});
