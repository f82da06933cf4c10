import type { ReactNode } from "react";

export type Pair = { key: string; name: ReactNode; value: ReactNode; note?: ReactNode; sum?: boolean; quiet?: boolean };

/** Names left, values right, a hairline under each; `sum` starts with an ink rule. */
export function KeyValue({ pairs, ruled = false }: { pairs: Pair[]; ruled?: boolean }) {
  return (
    <dl className={`pairs ${ruled ? "border-t-[1.5px] border-rule-ink" : ""}`}>
      {pairs.map((pair) => (
        <div key={pair.key} data-kind={pair.sum ? "sum" : undefined} className={pair.quiet ? "text-ink-2" : undefined}>
          <dt>
            {pair.name}
            {pair.note === undefined ? null : <div className="note">{pair.note}</div>}
          </dt>
          <dd>{pair.value}</dd>
        </div>
      ))}
    </dl>
  );
}
