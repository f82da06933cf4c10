import type { ReactNode } from "react";

export type Figure = {
  label: ReactNode;
  value: ReactNode;
  /** Small text after the figure: "%", "USD", "of 4.32 min left". */
  unit?: ReactNode;
  note?: ReactNode;
  /** A drawing instead of a figure. */
  drawing?: ReactNode;
};

/** Key figures between two rules, separated by hairlines. */
export function FigureStrip({ label, figures }: { label: string; figures: Figure[] }) {
  return (
    <section className="figures" aria-label={label}>
      {figures.map((figure, index) => (
        <div key={index}>
          <div className="mb-[5px] text-ink-2">{figure.label}</div>
          {figure.drawing ?? (
            <div className="figure text-fig-l">
              {figure.value}
              {figure.unit === undefined ? null : <small className="ml-[5px] font-ui text-ui leading-none tracking-normal text-ink-3">{figure.unit}</small>}
            </div>
          )}
          {figure.note === undefined ? null : <div className="note mt-1">{figure.note}</div>}
        </div>
      ))}
    </section>
  );
}
