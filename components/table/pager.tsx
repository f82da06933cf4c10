import type { ReactNode } from "react";
import { ButtonLink } from "../ui/button";

/** Cursor pagination: previous and next links. A missing href is a disabled step. */
export function Pager({
  remark,
  newerHref,
  olderHref,
  newer = "Newer",
  older = "Older",
  rows,
}: {
  remark?: ReactNode;
  newerHref?: string;
  olderHref?: string;
  newer?: string;
  older?: string;
  rows?: ReactNode;
}) {
  return (
    <nav aria-label="Pages" className="no-print mt-3 flex flex-wrap items-center gap-2">
      <span className="note">{remark}</span>
      <span className="ml-auto flex items-center gap-1.5">
        {rows}
        <ButtonLink size="small" href={newerHref ?? "#"} disabled={newerHref === undefined}>
          {newer}
        </ButtonLink>
        <ButtonLink size="small" href={olderHref ?? "#"} disabled={olderHref === undefined}>
          {older}
        </ButtonLink>
      </span>
    </nav>
  );
}
