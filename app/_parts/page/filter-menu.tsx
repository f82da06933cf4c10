"use client";

import { Plus } from "lucide-react";
import { Menu } from "@/components/ui/menu";

export type FilterGroup = { label: string; options: { key: string; label: string; href: string; current?: boolean }[] };

/** The dashed chip that adds a filter: every option is a link to the same list. */
export function FilterMenu({ groups, label = "Filter" }: { groups: FilterGroup[]; label?: string }) {
  const filled = groups.filter((group) => group.options.length > 0);
  return (
    <Menu
      label={`Add a filter: ${filled.map((group) => group.label.toLowerCase()).join(", ")}`}
      trigger={
        <button type="button" className="chip" data-kind="add">
          <Plus aria-hidden="true" />
          {label}
        </button>
      }
      entries={filled.map((group) => ({
        kind: "sub" as const,
        key: group.label,
        label: group.label,
        entries: group.options.map((option) => ({ key: option.key, label: option.label, href: option.href, checked: option.current })),
      }))}
    />
  );
}
