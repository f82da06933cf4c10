import type { ReactNode } from "react";

/** Something that needs the reader's decision: when (in orange), what, why, and the buttons. */
export function Decision({ when, title, children, actions }: { when: ReactNode; title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <li className="border-b border-rule py-[9px] pb-[11px]">
      <div className="text-small font-semibold text-accent">{when}</div>
      <h3 className="mt-px">{title}</h3>
      {children === undefined ? null : <div className="mt-px mb-[7px] text-note leading-[1.4] text-ink-2">{children}</div>}
      {actions === undefined ? null : <div className="flex flex-wrap gap-1.5">{actions}</div>}
    </li>
  );
}

export function DecisionList({ children }: { children: ReactNode }) {
  return <ul className="border-t-[1.5px] border-rule-ink">{children}</ul>;
}

/** A dated line of a list: incidents, maintenance, events. `mark` is on the right, usually a Status. */
export function Entry({ when, title, mark, children }: { when: ReactNode; title: ReactNode; mark?: ReactNode; children?: ReactNode }) {
  return (
    <li className="grid grid-cols-[52px_1fr] border-b border-rule py-[9px]">
      <span className="text-ink-3">{when}</span>
      <div className="min-w-0">
        <div className="flex items-baseline justify-between gap-2">
          <h3 className="min-w-0">{title}</h3>
          {mark === undefined ? null : <span className="shrink-0 text-small">{mark}</span>}
        </div>
        {children === undefined ? null : <div className="mt-px text-note leading-[1.4] text-ink-2">{children}</div>}
      </div>
    </li>
  );
}

export function EntryList({ children }: { children: ReactNode }) {
  return <ul className="border-t-[1.5px] border-rule-ink">{children}</ul>;
}
