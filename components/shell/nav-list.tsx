"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

const ICONS = {
  overview: "M2 11h12M4 11V6m4 5V3m4 8V7",
  reserve: "M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0M2 8h12M8 2c2 2 2.6 4 2.6 6S10 12 8 14C6 12 5.4 10 5.4 8S6 4 8 2z",
  clusters: "M1.5 4h13M3 4v8h4V4m2 0v8h4V4",
  reliability: "M1.5 9.5h3l2-6 3 9 2-5h3",
  billing: "M3.5 1.5h9v13l-2.2-1.5L8 14.5 5.7 13l-2.2 1.5zM6 5.5h4M6 8.5h4",
  automation: "M2.5 5h11v8h-11zM8 5V2M5.5 9h.01M10.5 9h.01",
  organisation: "M5.4 5a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0M2.8 14c.4-3 2.4-4.5 5.2-4.5s4.8 1.5 5.2 4.5",
  operator: "M2 13.5h12M3.5 13.5V6L8 2.5 12.5 6v7.5M6.5 13.5v-4h3v4",
} as const;

export type NavIcon = keyof typeof ICONS;
export type NavItem = {
  href: string;
  /** Appended to the address, "?project=inference"; ignored when deciding which entry is current. */
  query?: string;
  label: string;
  icon: NavIcon;
  /** The number of things waiting there. */
  count?: number;
  /** What the count counts, for screen readers: "invoices open". */
  countName?: string;
};

/** The links of the sidebar; below 761 px a bar at the bottom of the screen with all of them. */
export function NavList({ items }: { items: NavItem[] }) {
  const path = usePathname();
  return (
    <ul className="shell-nav">
      {items.map((item) => {
        const isCurrent = path === item.href || path.startsWith(`${item.href}/`);
        return (
          <li key={item.href}>
            <Link href={`${item.href}${item.query ?? ""}`} aria-current={isCurrent ? "page" : undefined}>
              <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden="true">
                <path d={ICONS[item.icon]} />
              </svg>
              <span className="truncate">{item.label}</span>
              {item.count ? (
                <span className="shell-count">
                  {item.count}
                  {item.countName === undefined ? null : <span className="sr-only"> {item.countName}</span>}
                </span>
              ) : null}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
