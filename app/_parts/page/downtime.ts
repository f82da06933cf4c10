// The sum of downtime, in minutes of the whole cluster.
import type { UptimeFigures } from "@/lib/contracts/reliability";

const SECONDS_PER_MINUTE = 60;

type Lost = Pick<UptimeFigures, "downSeconds" | "degradedSeconds" | "lostSeconds">;

/**
 * The sum behind the lost time: "0.78 down + 7.01 (½ of 14.03 degraded) = 7.79 min". Degraded time counts by the plan's
 * weight, whole, half or not at all, which follows from the figures. The two parts add up to the printed total.
 */
export function lostText({ downSeconds, degradedSeconds, lostSeconds }: Lost, nodes: number): string {
  const hundredths = (nodeSeconds: number): number => Math.round((nodeSeconds / nodes / SECONDS_PER_MINUTE) * 100);
  const text = (value: number): string => (value / 100).toFixed(2);
  if (lostSeconds === 0 && degradedSeconds === 0) return "nothing lost";
  const [down, lost] = [hundredths(downSeconds), hundredths(lostSeconds)];
  if (degradedSeconds === 0) return `${text(lost)} min down`;
  const weight = (lostSeconds - downSeconds) / degradedSeconds;
  const degraded = text(hundredths(degradedSeconds));
  // Half seconds are rounded up, so the weight is not matched exactly.
  if (weight < 0.25) return `${text(lost)} min down; ${degraded} degraded does not count`;
  const part = text(lost - down);
  return weight < 0.75
    ? `${text(down)} down + ${part} (½ of ${degraded} degraded) = ${text(lost)} min`
    : `${text(down)} down + ${part} degraded = ${text(lost)} min`;
}
