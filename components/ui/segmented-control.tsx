import Link from "next/link";
import type { ReactNode } from "react";

export type Segment = { key: string; label: ReactNode; href: string; name?: string };

/** One of a few options, as links: month, range, World or Matches. The choice is stored in the URL. */
export function SegmentedControl({ label, segments, current }: { label: string; segments: Segment[]; current: string }) {
  return (
    <nav className="segments" aria-label={label}>
      {segments.map((segment) => (
        <Link key={segment.key} href={segment.href} scroll={false} aria-label={segment.name} aria-current={segment.key === current ? "true" : undefined}>
          {segment.label}
        </Link>
      ))}
    </nav>
  );
}
