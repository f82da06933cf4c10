"use client";

import { cloneElement, type ComponentType, type KeyboardEvent, type ReactElement, type ReactNode, useState } from "react";

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

type TriggerProps = { [name: string]: unknown };

export type MenuProps = {
  /** A button that passes its props and ref on. */
  trigger: ReactElement<TriggerProps>;
  entries: MenuEntry[];
  align?: "start" | "end";
  label?: string;
};

const load = () => import("./menu-popup");

/** A menu of verbs or places. Every page has some and few are opened, so the menu's code comes with the first click. */
export function Menu(props: MenuProps) {
  const [Popup, setPopup] = useState<ComponentType<MenuProps> | null>(null);
  if (Popup !== null) return <Popup {...props} />;
  const open = () => void load().then((module) => setPopup(() => module.MenuPopup));
  const soon = () => void load();
  return cloneElement(props.trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    "aria-label": props.label,
    onClick: open,
    onPointerEnter: soon,
    onFocus: soon,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      open();
    },
  });
}
