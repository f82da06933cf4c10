/**
 * The remaining budget as a bar with an end mark; ochre below a quarter. Hidden from screen readers, because the figure
 * is beside it.
 */
export function Gauge({ left, total, label, width = 64 }: { left: number; total: number; label: string; width?: number }) {
  const share = total <= 0 ? 0 : Math.min(1, Math.max(0, left / total));
  const end = Math.round(share * width * 10) / 10;
  return (
    <svg width={width} height="9" viewBox={`0 0 ${width} 9`} role="img" aria-label={label}>
      <rect x=".5" y="2.5" width={width - 1} height="4" fill="none" className="stroke-rule-mid" />
      <rect x="0" y="2" width={end} height="5" className={share < 0.25 ? "fill-deg-fill" : "fill-chart"} />
      <rect x={Math.max(0, end - 1)} y="0" width="1.5" height="9" className="fill-ink" />
    </svg>
  );
}

/** How much of a sum is paid or used: a quay that fills. */
export function PaidBar({ share, label }: { share: number; label: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 10000) / 100;
  return (
    <div className="flex h-2.5 border-t-[1.5px] border-ink" role="img" aria-label={label}>
      <i className="block bg-up-fill" style={{ width: `${percent}%` }} />
      <i className="block flex-1 border border-t-0 border-rule-mid" />
    </div>
  );
}
