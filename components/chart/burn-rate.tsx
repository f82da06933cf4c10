import { BURN_TICKS, type BurnLane, burnX } from "./burn";

export type { BurnLane } from "./burn";

const LANE = 50;

/** How fast budgets are spent, one lane a window: over its calling threshold a triangle, under it a disc. */
export function BurnRate({ lanes, label }: { lanes: BurnLane[]; label: string }) {
  const foot = 2 + lanes.length * LANE;
  return (
    <svg viewBox={`0 0 500 ${foot + 24}`} width="100%" role="img" aria-label={`${label}. ${lanes.map(tell).join(". ")}`}>
      {BURN_TICKS.map((tick) => (
        <g key={tick}>
          {tick === 0 ? null : <line className="stroke-rule" x1={burnX(tick)} x2={burnX(tick)} y1="4" y2={foot} />}
          <text className="chart-text" x={burnX(tick)} y={foot + 17} textAnchor="middle">
            {tick === 1000 ? "1,000" : tick}
          </text>
        </g>
      ))}
      <text className="chart-text" x="496" y={foot + 17} textAnchor="end">
        ×
      </text>
      {lanes.map((lane, index) => (
        <BurnRow key={lane.window} lane={lane} y={28 + index * LANE} />
      ))}
    </svg>
  );
}

function BurnRow({ lane, y }: { lane: BurnLane; y: number }) {
  const limit = burnX(lane.threshold);
  return (
    <g>
      <text className="chart-name" x="0" y={y + 4}>
        {lane.window}
      </text>
      <line x1="52" x2="470" y1={y} y2={y} className="stroke-rule-mid" />
      <path d={`M${limit} ${y - 20}V${y + 18}`} strokeWidth="1.5" className="stroke-ink" />
      <text className="chart-text fill-ink" x={limit + 4} y={y + 17}>
        call at {lane.threshold}
      </text>
      {lane.points.map((point) => {
        const x = burnX(point.rate);
        if (point.rate >= lane.threshold) {
          return (
            <g key={point.name}>
              <path d={`M${x} ${y - 7}l7 12.5h-14z`} className="fill-deg-fill" />
              <text className="chart-name" x={x} y={y - 12} textAnchor="middle">
                {point.name} {point.rate.toFixed(1)}
              </text>
            </g>
          );
        }
        const isZero = point.rate <= 0;
        return (
          <g key={point.name}>
            <circle cx={x} cy={y} r="4.5" strokeWidth="1.5" className={`stroke-chart ${isZero ? "fill-sheet" : "fill-chart"}`} />
            <text className="chart-text" x={isZero ? x : x - 6} y={isZero ? y - 10 : y + 17} textAnchor={isZero ? "middle" : "end"}>
              {point.name}
              {isZero ? "" : ` ${point.rate.toFixed(2)}`}
            </text>
          </g>
        );
      })}
    </g>
  );
}

const tell = (lane: BurnLane) => `${lane.window}: ${lane.points.map((point) => `${point.name} ${point.rate.toFixed(2)} times`).join(", ")}; called at ${lane.threshold}`;
