"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef } from "react";

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/**
 * Mouse and keyboard for the rows of a Ledger within it: a click opens, j and k move, Enter opens, x toggles the row's
 * checkbox, / focuses the element marked data-search. Works on any server-rendered table, because rows carry data-key
 * and data-href.
 */
export function RowKeys({
  children,
  className,
  stay = false,
}: {
  children: ReactNode;
  className?: string;
  /** Opening a row changes only this page, so the scroll position stays. */ stay?: boolean;
}) {
  const box = useRef<HTMLDivElement>(null);
  const router = useRouter();

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      if (event.key === "/") {
        const search = document.querySelector<HTMLElement>("[data-search]");
        if (search === null) return;
        event.preventDefault();
        search.focus();
      }
      if (event.key !== "j" && event.key !== "k") return;
      const rows = [...(box.current?.querySelectorAll<HTMLElement>("tr[data-key]") ?? [])];
      if (rows.length === 0) return;
      event.preventDefault();
      const at = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
      const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)));
      const row = rows[next];
      if (row === undefined) return;
      row.tabIndex = -1;
      row.focus();
      row.scrollIntoView({ block: "nearest" });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const onRowKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const row = event.target instanceof HTMLElement && event.target.matches("tr[data-key]") ? event.target : null;
    if (row === null) return;
    if (event.key === "Enter" && row.dataset.href !== undefined) {
      event.preventDefault();
      router.push(row.dataset.href, { scroll: !stay });
    }
    if (event.key === "x") {
      const tick = row.querySelector<HTMLInputElement>("input[type=checkbox], input[type=radio]");
      tick?.click();
    }
  };

  // A click anywhere on a row opens it, unless it hit a control in the row or selected text.
  const onRowClick = (event: MouseEvent<HTMLDivElement>) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || !(event.target instanceof Element)) return;
    if (event.target.closest("a, button, input, select, textarea, label, summary") !== null || window.getSelection()?.isCollapsed === false) return;
    const href = event.target.closest<HTMLElement>("tr[data-href]")?.dataset.href;
    if (href !== undefined) router.push(href, { scroll: !stay });
  };

  return (
    <div ref={box} onKeyDown={onRowKey} onClick={onRowClick} className={className}>
      {children}
    </div>
  );
}
