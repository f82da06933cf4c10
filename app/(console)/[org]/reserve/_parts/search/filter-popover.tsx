"use client";

import { type ComponentType, useState } from "react";
import { ChipButton } from "./chip-button";
import type { FilterPopoverProps } from "./filter-popup";

const load = () => import("./filter-popup");

/** A form behind a chip. Few are opened, so its code loads on the first click. */
export function FilterPopover(props: FilterPopoverProps) {
  const [Popup, setPopup] = useState<ComponentType<FilterPopoverProps> | null>(null);
  if (Popup !== null) return <Popup {...props} />;
  const soon = () => void load();
  return (
    <ChipButton
      name={props.name}
      value={props.value}
      aria-haspopup="dialog"
      aria-expanded={false}
      onClick={() => void load().then((module) => setPopup(() => module.FilterPopup))}
      onPointerEnter={soon}
      onFocus={soon}
    />
  );
}
