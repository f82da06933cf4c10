"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

export type Tab = { key: string; label: ReactNode; body: ReactNode };

/** Tabs within a page whose choice need not be shared by URL. For pages use PageTabs. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <Base.Root defaultValue={tabs[0]?.key}>
      <Base.List className="tabs" aria-label={label}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.key} value={tab.key}>
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.key} value={tab.key} className="pt-3">
          {tab.body}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
