import Link from "next/link";
import type { ReactNode } from "react";
import { Brand } from "./brand";

/**
 * A page outside the console: sign-in, network status, an invoice by link. The same page design with the logo on top.
 */
export function BarePage({
  homeHref = "/",
  remark,
  actions,
  foot,
  children,
}: {
  homeHref?: string;
  remark?: ReactNode;
  actions?: ReactNode;
  foot?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="bare">
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <header className="bare-top">
        <Link href={homeHref} className="no-underline" aria-label="Berth">
          <Brand />
        </Link>
        {remark === undefined ? null : <span className="text-ink-3 max-sm:hidden">/ {remark}</span>}
        {actions === undefined ? null : <span className="no-print ml-auto flex gap-2">{actions}</span>}
      </header>
      <main id="content" tabIndex={-1} className="flex flex-1 flex-col outline-none">
        {children}
      </main>
      {foot}
    </div>
  );
}
