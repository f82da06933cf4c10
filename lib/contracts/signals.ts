import { z } from "zod";

/** Items are checked one by one by the door (refused ones are answered, not fatal); here only the envelope. */
export const recordSignalsInput = z.object({ signals: z.array(z.unknown()).min(1).max(5_000) });
/** `count`: how many single signals an item stood for. */
export const recordSignalsOutput = z.object({
  taken: z.number().int(),
  refused: z.array(z.object({ index: z.number().int(), code: z.string(), reason: z.string(), count: z.number().int() })),
});
