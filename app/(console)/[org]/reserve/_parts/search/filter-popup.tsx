"use client";

import { Popover } from "@base-ui/react/popover";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { ChipButton } from "./chip-button";

export type FilterPopoverProps = {
  /** The chip it opens from; without one, the dashed chip that adds filters. */
  name?: string;
  value?: string | number;
  title: string;
  /** The search page, and the parts of its address that stay. */
  action: string;
  keep: Record<string, string>;
  /** The fields; their names are the address's parameters. */
  children: ReactNode;
  wide?: boolean;
};

/** Mounted open, because it is loaded by the click that opens it. Empty fields are removed from the address. */
export function FilterPopup({ name, value, title, action, keep, children, wide = false }: FilterPopoverProps) {
  const [open, setOpen] = useState(true);
  const router = useRouter();
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const asked = new URLSearchParams(keep);
    for (const name of new Set(form.keys())) {
      const values = form.getAll(name).flatMap((value) => (typeof value === "string" && value.trim() !== "" ? [value.trim()] : []));
      if (values.length > 0) asked.set(name, values.join(","));
    }
    setOpen(false);
    router.push(`${action}?${asked.toString().replaceAll("%2C", ",").replaceAll("%3A", ":")}`, { scroll: false });
  };
  return (
    <Popover.Root open={open} onOpenChange={(next) => setOpen(next)}>
      <Popover.Trigger render={<ChipButton name={name} value={value} />} />
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={12} className="z-50">
          <Popover.Popup
            className={`over-page max-h-[var(--available-height)] overflow-y-auto px-4 pt-3 pb-3.5 outline-none ${wide ? "w-[min(460px,calc(100vw-24px))]" : "w-[min(320px,calc(100vw-24px))]"}`}
          >
            <Popover.Title className="mb-2.5 font-ui text-big font-semibold">{title}</Popover.Title>
            <form action={action} onSubmit={search} className="grid gap-3">
              {children}
              <div className="flex justify-end gap-2">
                <Popover.Close className="btn" data-size="small">
                  Cancel
                </Popover.Close>
                <Button type="submit" kind="solid" size="small">
                  Search
                </Button>
              </div>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
