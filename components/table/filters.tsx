import Link from "next/link";
import type { ReactNode } from "react";
import { AddChip, Chip } from "../ui/chip";

export type FilterInForce = { key: string; name: string; value: ReactNode; removeHref: string };

/**
 * Active filters as chips, stored in the URL. `children` are the controls that add more; `end` is on the right (CSV of
 * this view).
 */
export function FilterChips({
  filters,
  addHref,
  clearHref,
  count,
  end,
  children,
}: {
  filters: FilterInForce[];
  addHref?: string;
  clearHref?: string;
  count?: ReactNode;
  end?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="no-print mb-2.5 flex flex-wrap items-center gap-1.5 max-sm:-mx-4 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1">
      {filters.map(({ key, ...filter }) => (
        <Chip key={key} {...filter} />
      ))}
      {children}
      {addHref === undefined ? null : <AddChip href={addHref} />}
      {clearHref === undefined || filters.length === 0 ? null : (
        <Link href={clearHref} scroll={false} className="ml-1.5 text-small">
          Clear
        </Link>
      )}
      {count === undefined ? null : <span className="note ml-1.5 whitespace-nowrap">{count}</span>}
      {end === undefined ? null : <span className="ml-auto flex items-center gap-1.5">{end}</span>}
    </div>
  );
}
