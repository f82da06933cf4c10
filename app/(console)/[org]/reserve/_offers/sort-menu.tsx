"use client";

import { ChevronDown } from "lucide-react";
import { Menu } from "@/components/ui/menu";

type SortChoice = { key: string; label: string; href: string; checked: boolean };

/** "cheapest first", and what else it could be. */
export function SortMenu({ choices }: { choices: SortChoice[] }) {
  const current = choices.find((choice) => choice.checked);
  return (
    <Menu
      label={`Sorted ${current?.label ?? ""}, choose another order`}
      entries={choices}
      trigger={
        <button type="button" className="link inline-flex items-center gap-0.5">
          {current?.label}
          <ChevronDown aria-hidden="true" className="size-3" />
        </button>
      }
    />
  );
}
