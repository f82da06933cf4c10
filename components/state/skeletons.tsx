import { Bar } from "../ui/skeleton";

const NAMES = [64, 52, 70, 58, 46, 66] as const;
const FIGURES = [72, 64, 80, 58, 70, 62] as const;
const BUSY = { "aria-busy": true, role: "status", "aria-label": "Loading" } as const;

/** A table that is loading: its header already shows `heads`; a head in `figures` is right-aligned. */
export function TableSkeleton({ heads, figures = [], rows = 6 }: { heads: string[]; figures?: string[]; rows?: number }) {
  return (
    // Clipped when wider than a phone, because a skeleton must not be wider than the page it stands for.
    <div {...BUSY} className="overflow-x-clip">
      <table className="ledger">
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={index} data-align={figures.includes(head) ? "right" : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            <tr key={row}>
              {heads.map((head, index) => (
                <td key={index} className="h-[41px]">
                  {index === 0 ? (
                    <>
                      <Bar width={`${NAMES[row % NAMES.length]}%`} />
                      <Bar width="42%" height={7} light className="mt-1.5" />
                    </>
                  ) : (
                    <Bar width={`${FIGURES[(row + index) % FIGURES.length]}px`} className={`max-w-full ${figures.includes(head) ? "ml-auto" : ""}`} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const COLUMNS = [0.5, 0.52, 0.6, 0.58, 0.66, 0.7, 0.72, 0.8, 0.78, 0.84, 0.9, 0.92] as const;

/** A chart that is loading: axis and grid are already there. `height` is that of the chart, so that nothing jumps. */
export function ChartSkeleton({ height = 250 }: { height?: number }) {
  return (
    <div {...BUSY} style={{ height }}>
      <svg viewBox="0 0 340 168" width="100%" height="100%" preserveAspectRatio="none" aria-hidden="true">
        {[20, 64, 108].map((y) => (
          <g key={y}>
            <line className="stroke-rule" x1="36" x2="336" y1={y} y2={y} />
            <rect x="8" y={y - 4} width="20" height="7" className="fill-skel" />
          </g>
        ))}
        <line className="stroke-rule-ink" x1="36" x2="336" y1="150" y2="150" />
        {COLUMNS.map((value, index) => (
          <rect key={index} x={42 + index * 24.5} y={Math.round(150 - value * 110)} width="16" height={Math.round(value * 110)} className="fill-skel-2" />
        ))}
        {[36, 136, 296].map((x) => (
          <rect key={x} x={x} y="157" width="36" height="7" className="fill-skel" />
        ))}
      </svg>
    </div>
  );
}

/** A panel of names and values that is loading. */
export function DetailSkeleton({ rows = 5 }: { rows?: number }) {
  return (
    <div {...BUSY}>
      <Bar width="54%" height={20} />
      <Bar width="34%" height={8} light className="mt-[9px]" />
      <div className="mt-4">
        {Array.from({ length: rows }, (_, index) => (
          <div key={index} className="flex justify-between border-b border-rule py-2">
            <Bar width={`${(NAMES[index % NAMES.length] ?? 60) * 0.7}%`} />
            <Bar width="22%" />
          </div>
        ))}
      </div>
    </div>
  );
}

/** A strip of five figures that is loading. */
export function FiguresSkeleton() {
  return (
    <div {...BUSY} className="figures">
      {Array.from({ length: 5 }, (_, index) => (
        <div key={index}>
          <Bar width={`${FIGURES[index % FIGURES.length]}%`} height={9} />
          <Bar width="90%" height={24} className="my-2" />
          <Bar width="60%" height={7} light />
        </div>
      ))}
    </div>
  );
}

/** A page that is loading: its title, then a table. */
export function PageSkeleton({ heads, figures }: { heads: string[]; figures?: string[] }) {
  return (
    <div className="page-pad">
      <Bar width="min(420px, 70%)" height={26} />
      <Bar width="min(300px, 50%)" height={9} light className="mt-3" />
      <div className="mt-7">
        <TableSkeleton heads={heads} figures={figures} />
      </div>
    </div>
  );
}
