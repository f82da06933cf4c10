import type { ReactNode } from "react";
import { formatCount } from "../format/text";

export type JobPhase = { key: string; name: string; done: number; total: number };

/** A long job in named phases with counts: quays that fill one after the other. */
export function LongJob({
  title,
  remark,
  phases,
  stop,
  children,
}: {
  title: ReactNode;
  remark?: ReactNode;
  phases: JobPhase[];
  stop?: ReactNode;
  children?: ReactNode;
}) {
  const currentIndex = phases.findIndex((phase) => phase.done < phase.total);
  return (
    <div>
      <div className="flex flex-wrap items-baseline gap-3">
        <b className="font-semibold">{title}</b>
        <span className="text-ink-2" role="status">
          {remark}
        </span>
        {stop === undefined ? null : <span className="ml-auto">{stop}</span>}
      </div>
      <ol className="mt-2.5 mb-1.5 grid auto-cols-fr gap-1 sm:grid-flow-col">
        {phases.map((phase, index) => {
          const percent = phase.total === 0 ? 100 : Math.round((phase.done / phase.total) * 1000) / 10;
          return (
            <li key={phase.key}>
              <div className="h-[9px] border border-t-[1.5px] border-rule-mid border-t-ink" aria-hidden="true">
                <i className="block h-full bg-chart" style={{ width: `${index > currentIndex && currentIndex >= 0 ? 0 : percent}%` }} />
              </div>
              <span className={`mt-1 block text-small ${index === currentIndex ? "font-semibold" : ""}`}>{phase.name}</span>
              <span className="note block">
                {index > currentIndex && currentIndex >= 0 && phase.done === 0 ? "waits" : `${formatCount(phase.done)} of ${formatCount(phase.total)}`}
              </span>
            </li>
          );
        })}
      </ol>
      {children === undefined ? null : <div className="note">{children}</div>}
    </div>
  );
}
