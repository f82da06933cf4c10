import { z } from "zod";
import { instant, line, listInput, page, reference } from "./common";

/** The outcome: something was repaired, or no fault was found. */
const repairOutcome = z.enum(["repaired", "no_fault_found"]);

/**
 * A node under repair. It serves nobody and is no spare until a person records that it was repaired and which checks it
 * passed.
 */
export const repair = z.object({
  id: z.string(),
  nodeId: z.string(),
  serial: z.string(),
  site: z.string(),
  category: z.string(),
  fault: z.string(),
  openedAt: instant,
  closedAt: instant.nullable(),
  /** Who closed it. */
  closedBy: z.string().nullable(),
  outcome: repairOutcome.nullable(),
  note: z.string().nullable(),
  /** The checks it passed before it was returned to service. */
  checks: z.array(z.string()),
});
export type RepairContract = z.output<typeof repair>;

export const listRepairsInput = listInput.extend({ state: z.enum(["open", "closed"]).optional(), site: reference(80).optional() });
export const repairPage = page(repair);

export const openRepairInput = z.object({
  node: reference(),
  category: line(60).describe("What kind of fault, such as memory"),
  fault: line(400, { least: 3 }).describe("What was seen"),
});

export const closeRepairInput = z.object({
  id: reference(),
  outcome: repairOutcome,
  checks: z.array(line(80)).min(1).max(20).describe("The checks it passed, by name; at least one"),
  note: line(400).optional().describe("What was done"),
});
