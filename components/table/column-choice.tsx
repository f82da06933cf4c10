"use client";

import { Menu } from "@base-ui/react/menu";
import { Columns3 } from "lucide-react";

/** The reader's choice of optional columns. */
export function ColumnChoice({ columns, onChange }: { columns: { key: string; name: string; shown: boolean }[]; onChange: (key: string, shown: boolean) => void }) {
  if (columns.length === 0) return null;
  return (
    <div className="no-print mb-2 flex justify-end max-sm:hidden">
      <Menu.Root>
        <Menu.Trigger className="btn" data-size="small">
          <Columns3 aria-hidden="true" />
          Columns
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} align="end" className="z-50">
            <Menu.Popup className="over-page menu">
              {columns.map((column) => (
                <Menu.CheckboxItem key={column.key} className="menu-item" checked={column.shown} closeOnClick={false} onCheckedChange={(shown) => onChange(column.key, shown)}>
                  <span className="tick" data-checked={column.shown ? "" : undefined} aria-hidden="true" />
                  {column.name}
                </Menu.CheckboxItem>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}
