import { Plus, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

/** One active filter: "State Partly paid". `removeHref` is the same page without it. */
export function Chip({ name, value, removeHref }: { name: string; value: ReactNode; removeHref?: string }) {
  return (
    <span className="chip">
      <span className="text-ink-3">{name}</span>
      <b className="font-semibold">{value}</b>
      {removeHref === undefined ? null : (
        <Link href={removeHref} scroll={false} aria-label={`Remove filter ${name}`}>
          <X aria-hidden="true" />
        </Link>
      )}
    </span>
  );
}

/** The dashed chip that adds something; usually the trigger of a menu. */
export function AddChip({ href, children = "Filter" }: { href: string; children?: ReactNode }) {
  return (
    <Link className="chip" data-kind="add" href={href} scroll={false}>
      <Plus aria-hidden="true" />
      {children}
    </Link>
  );
}
