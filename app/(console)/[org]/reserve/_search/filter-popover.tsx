"use client";

import { type ComponentType, type ReactNode, useState } from "react";
import { ChipButton } from "./chip-button";

export type FilterPopoverProps = {
  /** The chip it opens from; without one, the dashed chip that adds filters. */
  name?: string;
  value?: string | number;
  title: string;
  /** The page that is searched, and what of its address stays. */
  action: string;
  keep: Record<string, string>;
  /** The fields; their names are those of the address. */
  children: ReactNode;
  wide?: boolean;
};

const load = () => import("./filter-popup");

/** A form behind a chip. Few are opened, so the form's frame comes with the first click. */
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
