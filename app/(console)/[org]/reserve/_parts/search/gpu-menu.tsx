"use client";

import { Menu } from "@/components/ui/menu";
import { ChipButton } from "./chip-button";

type GpuChoice = { key: string; label: string; hint: string; href: string; checked: boolean };

export function GpuMenu({ value, choices }: { value: string; choices: GpuChoice[] }) {
  return <Menu label={`GPU ${value}, choose another`} trigger={<ChipButton name="GPU" value={value} />} entries={choices} />;
}
