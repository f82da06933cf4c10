import { type BerthLayer, type BerthSize, type BerthState, layBerths } from "./berth-layout";

export { berthRuns, type BerthState } from "./berth-layout";

const LOOK: Record<BerthLayer, { className: string; fill?: string; dash?: string; stroke?: number }> = {
  up: { className: "fill-up-fill" },
  busy: { className: "fill-rule-mid" },
  held: { className: "fill-accent" },
  degraded: { className: "fill-deg-fill" },
  foot: { className: "fill-accent" },
  dot: { className: "fill-ink-2" },
  maintenance: { className: "stroke-mnt-fill", fill: "url(#hatch)" },
  "outline-free": { className: "fill-none stroke-ink-2" },
  "outline-degraded": { className: "fill-none stroke-deg" },
  "outline-down": { className: "fill-none stroke-down-fill" },
  "outline-arriving": { className: "fill-none stroke-ink-3", dash: "2 1.5" },
  "outline-unknown": { className: "fill-none stroke-unk-fill", dash: "1 2" },
  cross: { className: "fill-none stroke-down-fill", stroke: 1.3 },
};

/**
 * A quay with its slots: nodes of a cluster, GPUs of a node (`pier={4}`), free nodes of a site, sites of an area.
 * `label` describes the drawing in words: "16 of 16 nodes up".
 */
export function Berths({ states, label, className = "", ...size }: { states: readonly BerthState[]; label: string; className?: string } & Partial<BerthSize>) {
  const layout = layBerths(states, size);
  return (
    <svg
      className={`berths ${className}`}
      width={layout.width}
      height={layout.height}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      role="img"
      aria-label={label}
    >
      {layout.quays.map((quay, index) => (
        <rect key={index} x={quay.x} y={quay.y} width={quay.width} height="1.5" className="fill-ink" />
      ))}
      {layout.layers.map(({ kind, d }) => {
        const look = LOOK[kind];
        return <path key={kind} d={d} className={look.className} fill={look.fill} strokeDasharray={look.dash} strokeWidth={look.stroke} />;
      })}
    </svg>
  );
}
