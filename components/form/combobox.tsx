"use client";

import { Combobox as Base } from "@base-ui/react/combobox";
import { ChevronDown, X } from "lucide-react";
import { Field, type FieldFrame } from "./field";

export type Choice = { value: string; label: string; hint?: string };

type ComboboxProps = FieldFrame & {
  id?: string;
  choices: Choice[];
  placeholder?: string;
  /** Shown when nothing matches the typed text. */
  none?: string;
  disabled?: boolean;
} & (
    | { multiple?: false; value: string | null; onValueChange: (value: string | null) => void }
    | { multiple: true; value: string[]; onValueChange: (value: string[]) => void }
  );

/** Chooses one or several of many by typing: regions, countries, members. */
export function Combobox(props: ComboboxProps) {
  const { label, note, error, aside, className, id, choices, placeholder, none = "Nothing by that name", disabled } = props;
  const byValue = (value: string) => choices.find((choice) => choice.value === value);
  const list = (
    <Base.Portal>
      <Base.Positioner sideOffset={4} className="z-50">
        <Base.Popup className="over-page menu w-[max(var(--anchor-width),220px)]">
          <Base.Empty className="px-3 text-ink-2 empty:hidden [&:not(:empty)]:py-1.5">{none}</Base.Empty>
          <Base.List>
            {(choice: Choice) => (
              <Base.Item key={choice.value} value={choice} className="menu-item data-[selected]:font-semibold">
                <span className="min-w-0 flex-1 truncate">{choice.label}</span>
                {choice.hint === undefined ? null : <span className="text-small font-normal text-ink-3">{choice.hint}</span>}
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
  return (
    <Field label={label} note={note} error={error} aside={aside} className={className} id={id}>
      {(control) => {
        // While its list is open, everything around it, including the label, is hidden from screen readers, so its text
        // must be referenced.
        const told = { "aria-labelledby": `${control.id}-label`, "aria-describedby": control["aria-describedby"], "aria-invalid": control["aria-invalid"] };
        const box = { className: "input", "data-invalid": control["aria-invalid"] ? "" : undefined };
        if (props.multiple === true) {
          const chosen = props.value.map(byValue).filter((choice) => choice !== undefined);
          return (
            <Base.Root
              items={choices}
              multiple
              value={chosen}
              disabled={disabled}
              onValueChange={(next: Choice[]) => props.onValueChange(next.map((choice) => choice.value))}
            >
              <Base.Chips {...box} className="input flex-wrap">
                {chosen.map((choice) => (
                  <Base.Chip key={choice.value} className="chip min-h-6 text-small">
                    {choice.label}
                    <Base.ChipRemove aria-label={`Remove ${choice.label}`}>
                      <X aria-hidden="true" />
                    </Base.ChipRemove>
                  </Base.Chip>
                ))}
                <Base.Input id={control.id} {...told} placeholder={chosen.length === 0 ? placeholder : undefined} />
              </Base.Chips>
              {list}
            </Base.Root>
          );
        }
        return (
          <Base.Root
            items={choices}
            value={props.value === null ? null : (byValue(props.value) ?? null)}
            disabled={disabled}
            onValueChange={(next: Choice | null) => props.onValueChange(next?.value ?? null)}
          >
            <Base.InputGroup {...box}>
              <Base.Input id={control.id} {...told} placeholder={placeholder} />
              <Base.Trigger className="btn" data-kind="bare" aria-label="Show all">
                <ChevronDown aria-hidden="true" />
              </Base.Trigger>
            </Base.InputGroup>
            {list}
          </Base.Root>
        );
      }}
    </Field>
  );
}
