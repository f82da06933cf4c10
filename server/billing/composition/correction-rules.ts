// Corrections of a closed month: the difference between what was billed and what the month comes to now. Pure.
import { LINE_KINDS } from "@/lib/invoice-words";
import { sumMinor } from "@/lib/money";
import type { TaxTreatment } from "@/lib/tax";
import type { ChargeInput, ComposedLine } from "./invoice-rules";

/** Usage and credit of one reservation and month, summed over its documents. */
export interface MonthBilled {
  usageMinor: bigint;
  creditMinor: bigint;
  meteredSeconds: bigint;
  gpuSeconds: bigint;
  /** The tax treatment of the corrected usage. */
  tax: TaxTreatment;
}

type Now = Pick<
  ComposedLine,
  "kind" | "reservationId" | "quoteId" | "clusterId" | "projectId" | "amountMinor" | "meteredSeconds" | "gpuSeconds" | "slaReportId"
>;

const seconds = (count: bigint): string => `${count < 0n ? -count : count} node-seconds ${count < 0n ? "fewer" : "more"}`;

/**
 * The lines that correct what was billed, one for usage and one for the credit of each reservation; none where nothing
 * changed. Prepaid money is not touched: the month's unused part was already carried forward.
 */
export function correctionLines(
  now: readonly Now[],
  billed: ReadonlyMap<string, MonthBilled>,
  nameOf: (reservationId: string) => string,
  tax: TaxTreatment,
): ChargeInput[] {
  return now
    .filter((line) => line.kind === "usage")
    .flatMap((usage): ChargeInput[] => {
      const id = usage.reservationId ?? "";
      const before = billed.get(id) ?? { usageMinor: 0n, creditMinor: 0n, meteredSeconds: 0n, gpuSeconds: 0n, tax };
      const credits = now.filter((line) => line.kind === "credit" && line.reservationId === id);
      const usageMinor = usage.amountMinor - before.usageMinor;
      const creditMinor = sumMinor(credits.map((line) => line.amountMinor)) - before.creditMinor;
      const meteredSeconds = (usage.meteredSeconds ?? 0n) - before.meteredSeconds;
      const of = { projectId: usage.projectId, reservationId: usage.reservationId, quoteId: usage.quoteId, clusterId: usage.clusterId, tax: before.tax };
      const lines: ChargeInput[] = [];
      if (usageMinor !== 0n || meteredSeconds !== 0n) {
        lines.push({
          ...of,
          kind: "usage_correction",
          description: `${LINE_KINDS.usage_correction}, ${nameOf(id)}`,
          note: `${seconds(meteredSeconds)} than invoiced`,
          amountMinor: usageMinor,
          meteredSeconds,
          gpuSeconds: (usage.gpuSeconds ?? 0n) - before.gpuSeconds,
        });
      }
      if (creditMinor !== 0n) {
        lines.push({
          ...of,
          kind: "credit_correction",
          description: `${LINE_KINDS.credit_correction}, ${nameOf(id)}`,
          slaReportId: credits[0]?.slaReportId ?? null,
          note: "The credit of the revised report less what was credited before",
          amountMinor: creditMinor,
        });
      }
      return lines;
    });
}
