import { boundsOf, linePath } from "./lanes";

/** A small line over a washed area; null values are gaps. `low` and `high` fix the scale for charts that stand side by side. */
export function Sparkline({ points, label, low, high, height = 37 }: { points: (number | null)[]; label: string; low?: number; high?: number; height?: number }) {
  const bounds = boundsOf(points);
  const [foot, top] = [low ?? bounds.low, high ?? bounds.high];
  const placed = points.map((value, index): [number, number | null] => [points.length < 2 ? 0 : index / (points.length - 1), value]);
  const line = linePath(placed, foot, top);
  return (
    <svg viewBox="0 0 1000 100" width="100%" height={height} preserveAspectRatio="none" role="img" aria-label={label} className="border-b border-rule-mid">
      {segments(placed).map((piece, index) => (
        <path key={index} d={`${linePath(piece, foot, top)}L${(piece.at(-1)?.[0] ?? 0) * 1000} 100L${(piece[0]?.[0] ?? 0) * 1000} 100Z`} className="fill-chart-wash" />
      ))}
      <path d={line} fill="none" strokeWidth="1.2" vectorEffect="non-scaling-stroke" className="stroke-chart" />
    </svg>
  );
}

/** Runs of measured points: each is washed by itself, so that a gap stays open. */
function segments(points: [number, number | null][]): [number, number | null][][] {
  const runs: [number, number | null][][] = [];
  let run: [number, number | null][] = [];
  for (const point of points) {
    if (point[1] !== null) {
      run.push(point);
    } else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  return run.length > 0 ? [...runs, run] : runs;
}
