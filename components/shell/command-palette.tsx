"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { PaletteGroup, PaletteSearch } from "./palette-dialog";

const load = () => import("./palette-dialog");
const PaletteDialog = dynamic(() => load().then((module) => module.PaletteDialog), { ssr: false });

/** The first interactions on a page; nobody opens the palette before one of them. */
const FIRST_SIGNS = ["pointermove", "pointerdown", "keydown"] as const;

/**
 * The Find button of the top bar and the palette behind Ctrl or Cmd K. Its code loads with the reader's first
 * interaction, which includes the Ctrl of Ctrl K.
 */
export function CommandPalette({ groups, search }: { groups: PaletteGroup[]; search?: PaletteSearch }) {
  const [isOpen, setIsOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);

  const open = () => {
    setWasOpened(true);
    setIsOpen(true);
  };
  useEffect(() => {
    const forget = () => FIRST_SIGNS.forEach((sign) => document.removeEventListener(sign, prepare));
    const prepare = () => {
      forget();
      void load();
    };
    FIRST_SIGNS.forEach((sign) => document.addEventListener(sign, prepare, { passive: true }));
    return forget;
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setWasOpened(true);
      setIsOpen((was) => !was);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  return (
    <>
      <button
        type="button"
        className="shell-find"
        onClick={open}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        aria-label="Search or run a command"
      >
        <Search aria-hidden="true" />
        <span aria-hidden="true">Search or run a command</span>
        <kbd className="ml-auto" aria-hidden="true">
          Ctrl K
        </kbd>
      </button>
      {wasOpened ? <PaletteDialog open={isOpen} onOpenChange={setIsOpen} groups={groups} search={search} /> : null}
    </>
  );
}
