"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { MenuEntry, MenuProps } from "./menu-entry";

/** The menu itself, mounted open because it is loaded by the click that opens it. */
export function MenuPopup({ trigger, entries, align = "start", label }: MenuProps) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} aria-label={label} />
      <Entries entries={entries} align={align} />
    </Base.Root>
  );
}

function Entries({ entries, align, beside = false }: { entries: MenuEntry[]; align: "start" | "end"; beside?: boolean }) {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={beside ? 2 : 6} align={align} className="z-50">
        <Base.Popup className="over-page menu">
          {entries.map((entry) => (
            <Entry key={entry.key} entry={entry} />
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry.kind === "rule") return <div role="separator" className="menu-rule" />;
  if (entry.kind === "label") {
    return (
      <div className="menu-label" role="presentation">
        {entry.label}
      </div>
    );
  }
  if (entry.kind === "sub") {
    return (
      <Base.SubmenuRoot>
        <Base.SubmenuTrigger className="menu-item">
          <span className="min-w-0 flex-1 truncate">{entry.label}</span>
          <ChevronRight aria-hidden="true" />
        </Base.SubmenuTrigger>
        <Entries entries={entry.entries} align="start" beside />
      </Base.SubmenuRoot>
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
      <Base.LinkItem className="menu-item" data-tone={entry.tone} closeOnClick render={link}>
        {body}
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item className="menu-item" data-tone={entry.tone} disabled={entry.disabled} onClick={entry.onSelect}>
      {body}
    </Base.Item>
  );
}
