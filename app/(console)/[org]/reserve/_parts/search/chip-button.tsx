"use client";

import { ChevronDown, Plus } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";

type Props = { name?: string; value?: string | number; ref?: Ref<HTMLButtonElement> } & Omit<ButtonHTMLAttributes<HTMLButtonElement>, "name" | "value">;

/** A chip that opens something: the current value or, without a name, the dashed one that adds a filter. */
export function ChipButton({ name, value, ...rest }: Props) {
  return (
    <button type="button" {...rest} className="chip cursor-pointer hover:border-ink-2" data-kind={name === undefined ? "add" : undefined}>
      {name === undefined ? (
        <>
          <Plus aria-hidden="true" />
          Filter
        </>
      ) : (
        <>
          <span className="text-ink-3">{name}</span>
          <b className="font-semibold">{value}</b>
          <ChevronDown aria-hidden="true" />
        </>
      )}
    </button>
  );
}
