"use client";

import { Menu as Base } from "@base-ui/react/menu";
import Link from "next/link";
import type { ReactElement, ReactNode } from "react";

export type MenuEntry =
  | { kind: "rule"; key: string }
  | { kind: "label"; key: string; label: ReactNode }
  | {
      kind?: "item";
      key: string;
      /** A verb; three dots when something is asked first. */
      label: ReactNode;
      icon?: ReactNode;
      /** Right: a shortcut or what it shows first. */
      hint?: ReactNode;
      href?: string;
      /** A file: plain anchor. */
      download?: boolean;
      onSelect?: () => void;
      /** Ends a contract: stands last, behind a rule. */
      tone?: "ends";
      disabled?: boolean;
      /** The current one of a choice. */
      checked?: boolean;
    };

/** A menu of verbs or places. `trigger` is an element that takes a ref (a button). */
export function Menu({ trigger, entries, align = "start", label }: { trigger: ReactElement; entries: MenuEntry[]; align?: "start" | "end"; label?: string }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} aria-label={label} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} className="z-50">
          <Base.Popup className="over-page menu">
            {entries.map((entry) => {
              if (entry.kind === "rule") return <div key={entry.key} role="separator" className="menu-rule" />;
              if (entry.kind === "label") {
                return (
                  <div key={entry.key} className="menu-label" role="presentation">
                    {entry.label}
                  </div>
                );
              }
              const body = (
                <>
                  {entry.icon}
                  <span className="min-w-0 flex-1 truncate">{entry.label}</span>
                  {entry.checked ? <span className="text-small text-ink-3">current</span> : null}
                  {entry.hint === undefined ? null : <span className="text-small text-ink-3">{entry.hint}</span>}
                </>
              );
              if (entry.href !== undefined) {
                const link = entry.download ? <a href={entry.href} download /> : <Link href={entry.href} />;
                return (
                  <Base.LinkItem key={entry.key} className="menu-item" data-tone={entry.tone} closeOnClick render={link}>
                    {body}
                  </Base.LinkItem>
                );
              }
              return (
                <Base.Item key={entry.key} className="menu-item" data-tone={entry.tone} disabled={entry.disabled} onClick={entry.onSelect}>
                  {body}
                </Base.Item>
              );
            })}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
