"use client";

import { cloneElement, type ComponentType, type KeyboardEvent, useState } from "react";
import type { MenuProps } from "./menu-entry";

export type { MenuEntry } from "./menu-entry";

const load = () => import("./menu-popup");

/** A menu of actions or links. Every page has some and few are opened, so the menu's code loads on the first click. */
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
