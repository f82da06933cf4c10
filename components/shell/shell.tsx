import Link from "next/link";
import type { ReactNode } from "react";
import { Brand } from "./brand";
import { Clock } from "./clock";
import { LocalTimes } from "./local-times";
import { Switcher, type SwitchOption } from "./switcher";

type ShellProps = {
  homeHref: string;
  /** `<NavList …/>`. */
  nav: ReactNode;
  organisations: SwitchOption[];
  organisation: string;
  /** `<Switcher quiet …/>` of projects; the page's address decides which one is current. */
  projects?: ReactNode;
  /** The palette with its Find button: `<CommandPalette …/>`. */
  find: ReactNode;
  /** `<UserMenu …/>`. */
  user: ReactNode;
  /** The instant the server rendered, from its own clock. */
  now: string;
  /** When the last signal from a node arrived: "Live, last signal 14:31:52". */
  live?: ReactNode;
  /** A line under the top bar: demo mode, or an outage of our own. */
  notice?: ReactNode;
  children: ReactNode;
};

/** The console around a page: sidebar, top bar, content. Pages bring their own `page-pad`. */
export function Shell({ homeHref, nav, organisations, organisation, projects, find, user, now, live, notice, children }: ShellProps) {
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <nav className="shell-side" aria-label="Main">
        <Link className="shell-brand" href={homeHref} aria-label="Berth, overview">
          <Brand />
        </Link>
        {nav}
        <div className="shell-foot">
          All times UTC
          <br />
          {live}
        </div>
      </nav>
      <div className="shell-main">
        <header className="shell-top">
          <Switcher label="Organisation" options={organisations} current={organisation} />
          {projects === undefined ? null : (
            <span className="flex min-w-0 items-center gap-3.5 max-sm:gap-2">
              <span className="text-ink-3" aria-hidden="true">
                /
              </span>
              {projects}
            </span>
          )}
          {find}
          <span className="max-sm:hidden">
            <Clock now={now} />
          </span>
          {user}
        </header>
        {notice}
        <main id="content" tabIndex={-1} className="outline-none">
          {children}
        </main>
      </div>
      <LocalTimes />
    </div>
  );
}
