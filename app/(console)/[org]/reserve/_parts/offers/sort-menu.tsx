"use client";

import { Menu } from "@/components/ui/menu";
import { ChipButton } from "../search/chip-button";

type SortChoice = { key: string; label: string; href: string; checked: boolean };

/** The sort order, as a chip that offers the others. */
export function SortMenu({ choices }: { choices: SortChoice[] }) {
  const current = choices.find((choice) => choice.checked)?.label ?? "";
  return <Menu label={`Sorted by ${current}, choose another order`} entries={choices} trigger={<ChipButton name="Sort" value={current} />} />;
}
