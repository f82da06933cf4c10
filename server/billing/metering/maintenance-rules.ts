/**
 * Planned work that is charged no more: in each berth and month, work counts as maintenance up to the plan's allowance and
 * as down beyond it (docs/sla-and-billing.md), and down seconds are not charged. The availability of the same month makes
 * the same cut.
 */
import { clip, type Interval, monthInterval, monthsOf } from "@/lib/period";
import { countsAsMaintenanceUntil } from "@/server/reliability";

/** Work on the node that served a berth. */
export type BerthWork = Interval & { berth: number; nodeId: string };

/**
 * @param work from the start of the first month that `contracted` and the metered period share; any order
 * @param contracted the time from hand-over to the end of the contract
 * @returns the work beyond the allowance, in seconds that are not charged
 */
export function workBeyondAllowance(work: readonly BerthWork[], contracted: Interval, allowanceSeconds: number): (Interval & { nodeId: string })[] {
  const beyond: (Interval & { nodeId: string })[] = [];
  for (const berth of new Set(work.map((each) => each.berth))) {
    const ordered = work.filter((each) => each.berth === berth).sort((a, b) => a.start - b.start);
    for (const month of monthsOf(contracted)) {
      const [span] = clip([monthInterval(month)], contracted);
      if (!span) continue;
      let left = allowanceSeconds;
      for (const { nodeId, start, end } of ordered) {
        const piece = { start: Math.max(start, span.start), end: Math.min(end, span.end) };
        if (piece.end <= piece.start) continue;
        const turn = countsAsMaintenanceUntil(piece, left);
        left -= turn - piece.start;
        if (turn < piece.end) beyond.push({ nodeId, start: turn, end: piece.end });
      }
    }
  }
  return beyond;
}
