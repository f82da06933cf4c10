import type { ReactNode } from "react";

/** Serif heading, a muted remark after it, links or keys at the end. */
export function SectionHead({ children, remark, end, id }: { children: ReactNode; remark?: ReactNode; end?: ReactNode; id?: string }) {
  return (
    <div className="section-head">
      <h2 id={id}>{children}</h2>
      {remark === undefined ? null : <span className="text-ink-3">{remark}</span>}
      {end === undefined ? null : <div className="end">{end}</div>}
    </div>
  );
}

/** Title of a page: a path above it, the title, a remark beside it, actions at the end. */
export function PageHead({ title, above, remark, actions }: { title: ReactNode; above?: ReactNode; remark?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2 pb-3.5">
      <div className="min-w-0">
        {above === undefined ? null : <div className="mb-2 text-ink-3">{above}</div>}
        <div className="flex flex-wrap items-baseline gap-x-4">
          <h1 className="break-words">{title}</h1>
          {remark === undefined ? null : <div className="flex flex-wrap items-baseline gap-x-4 text-ink-2 max-sm:w-full">{remark}</div>}
        </div>
      </div>
      {actions === undefined ? null : <div className="no-print flex flex-wrap gap-1.5 max-sm:grid max-sm:w-full max-sm:grid-cols-2">{actions}</div>}
    </header>
  );
}
