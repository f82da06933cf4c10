"use client";

import { ChevronDown } from "lucide-react";
import { Menu } from "../ui/menu";

export type SwitchOption = { key: string; name: string; href: string; hint?: string };

/** Organisation or project in the top bar. */
export function Switcher({ label, options, current, quiet = false }: { label: string; options: SwitchOption[]; current: string; quiet?: boolean }) {
  const name = options.find((option) => option.key === current)?.name ?? label;
  return (
    <Menu
      label={`${label}: ${name}`}
      trigger={
        <button type="button" className="shell-switch" data-quiet={quiet ? "" : undefined}>
          <span>{name}</span>
          <ChevronDown aria-hidden="true" strokeWidth={2.6} />
        </button>
      }
      entries={[
        { kind: "label", key: "label", label },
        ...options.map((option) => ({ key: option.key, label: option.name, href: option.href, hint: option.hint, checked: option.key === current })),
      ]}
    />
  );
}
