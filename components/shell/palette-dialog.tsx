"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";

export type PaletteItem = {
  id: string;
  label: string;
  /** Muted, on the right: state, place, amount open. */
  hint?: string;
  /** Additional search words. */
  keywords?: string[];
  href?: string;
  onSelect?: () => void;
};
export type PaletteGroup = { label: string; items: PaletteItem[] };
/** Searches the server; called with at least two letters, the last call wins. */
export type PaletteSearch = (query: string, signal: AbortSignal) => Promise<PaletteGroup[]>;

const SEARCH_DELAY_MS = 180;
/** Maximum length sent to the server; no name is longer. */
const LONGEST_SEARCH = 80;

type Props = { open: boolean; onOpenChange: (open: boolean) => void; groups: PaletteGroup[]; search?: PaletteSearch };

export function PaletteDialog({ open, onOpenChange, groups, search }: Props) {
  const router = useRouter();
  const [query, setQuery] = useState("");
  const { found, isSearching, failed } = useSearch(open ? query : "", search);

  const choose = (item: PaletteItem, newTab: boolean) => {
    onOpenChange(false);
    setQuery("");
    if (item.onSelect !== undefined) item.onSelect();
    else if (item.href !== undefined && newTab) window.open(item.href, "_blank", "noopener");
    else if (item.href !== undefined) router.push(item.href);
  };
  const [isNewTab, setIsNewTab] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  // The server's results match by its own rules, so the typed words are added; otherwise the palette would filter them
  // out.
  const draw = (group: PaletteGroup, isFound: boolean) => (
    <Command.Group key={`${isFound ? "found" : "own"} ${group.label}`} heading={group.label}>
      {group.items.map((item) => (
        <Command.Item
          key={item.id}
          value={item.id}
          keywords={[item.label, item.hint ?? "", ...(item.keywords ?? []), ...(isFound ? [query] : [])]}
          onSelect={() => choose(item, isNewTab)}
        >
          <span className="truncate">{item.label}</span>
          {item.hint === undefined ? null : <span className="text-small font-normal text-ink-3">{item.hint}</span>}
        </Command.Item>
      ))}
    </Command.Group>
  );

  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup
          initialFocus={() => {
            // The previous input stays and is selected, so the next letter replaces it.
            field.current?.select();
            return field.current;
          }}
          className="fixed top-[14vh] left-1/2 z-50 w-[min(620px,calc(100vw-24px))] -translate-x-1/2 outline-none"
          aria-label="Search or run a command"
        >
          <Command
            className="over-page palette"
            label="Search or run a command"
            filter={(_value, typed, keywords) => (keywords?.some((word) => word.toLowerCase().includes(typed.toLowerCase().trim())) ? 1 : 0)}
            onKeyDown={(event) => {
              if (event.key === "Enter") setIsNewTab(event.metaKey || event.ctrlKey);
            }}
          >
            <div className="flex items-center gap-[9px] border-b border-rule-mid px-[13px] py-2.5">
              <Search aria-hidden="true" className="size-[15px] flex-none text-ink-3" />
              <Command.Input
                ref={field}
                maxLength={200}
                value={query}
                onValueChange={setQuery}
                placeholder="Pages, commands, clusters, incidents, invoices, cities"
              />
            </div>
            <Command.List>
              <Command.Empty>
                {isSearching
                  ? "Looking"
                  : failed
                    ? "Search did not answer. Type again to retry."
                    : "Nothing found. Pages, commands, names, ids, numbers and cities are searched."}
              </Command.Empty>
              {groups.map((group) => draw(group, false))}
              {found.map((group) => draw(group, true))}
            </Command.List>
            <div className="flex gap-3.5 border-t border-rule px-[13px] py-[7px] text-small text-ink-3 max-sm:hidden">
              <span>
                <kbd>↑↓</kbd> move
              </span>
              <span>
                <kbd>Enter</kbd> open
              </span>
              <span>
                <kbd>Ctrl Enter</kbd> new tab
              </span>
              <span className="ml-auto" role="status">
                {isSearching ? "Looking" : ""}
              </span>
            </div>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useSearch(query: string, search: PaletteSearch | undefined) {
  const text = query.trim().slice(0, LONGEST_SEARCH).trimEnd();
  const asked = search !== undefined && text.length >= 2 ? text : null;
  const [answer, setAnswer] = useState<{ to: string; found: PaletteGroup[]; failed: boolean } | null>(null);
  useEffect(() => {
    if (asked === null || search === undefined) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      search(asked, abort.signal).then(
        (found) => abort.signal.aborted || setAnswer({ to: asked, found, failed: false }),
        () => abort.signal.aborted || setAnswer({ to: asked, found: [], failed: true }),
      );
    }, SEARCH_DELAY_MS);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [asked, search]);
  // The previous results stay while the next ones load, so that the list does not flicker with each letter.
  return {
    found: asked === null ? [] : (answer?.found ?? []),
    isSearching: asked !== null && answer?.to !== asked,
    failed: asked !== null && answer?.to === asked && answer.failed,
  };
}
