"use client";

import { Menu as Base } from "@base-ui/react/menu";
import Link from "next/link";
import type { MenuProps } from "./menu-entry";

/** The menu itself, open from the first: it is loaded by the click that opens it. */
export function MenuPopup({ trigger, entries, align = "start", label }: MenuProps) {
  return (
    <Base.Root defaultOpen>
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
