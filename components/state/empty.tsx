import type { ReactNode } from "react";

/** What will appear here, and the next action. */
export function Empty({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="max-w-[440px] py-3">
      <p className="minor-head">{title}</p>
      {children === undefined ? null : <div className="mt-[3px] text-ink-2">{children}</div>}
      {actions === undefined ? null : <div className="mt-[11px] flex flex-wrap gap-1.5">{actions}</div>}
    </div>
  );
}
