/** One bar a day against a promise: headroom above the line, what fell short hangs below it. Values are shares of the promise, 0 = exactly met. */
export function Waterline({ values, label, height = 44 }: { values: (number | null)[]; label: string; height?: number }) {
  const line = height / 2;
  const width = Math.max(0, values.length * 8 - 1);
  const bars = values.map((value, index) => {
    if (value === null) return null;
    const size = Math.min(line - 3, Math.max(2, Math.round(Math.abs(value) * (value < 0 ? 46 : 90))));
    return value < 0 ? (
      <rect key={index} x={index * 8} y={line + 1} width="6" height={size} className="fill-deg-fill" />
    ) : (
      <rect key={index} x={index * 8} y={line - size} width="6" height={size} className="fill-chart" />
    );
  });
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className="h-auto max-w-full">
      {bars}
      <rect x="0" y={line - 0.5} width={width} height="1.5" className="fill-ink" />
    </svg>
  );
}
