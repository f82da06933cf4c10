"use client";

import { Menu } from "@/components/ui/menu";
import { ChipButton } from "../search/chip-button";

type SortChoice = { key: string; label: string; href: string; checked: boolean };

/** How the list is sorted, as a chip that offers the other orders. */
export function SortMenu({ choices }: { choices: SortChoice[] }) {
  const current = choices.find((choice) => choice.checked)?.label ?? "";
  return <Menu label={`Sorted by ${current}, choose another order`} entries={choices} trigger={<ChipButton name="Sort" value={current} />} />;
}
