"use client";

import { NumberField } from "@base-ui/react/number-field";
import { Minus, Plus } from "lucide-react";
import { Field, type FieldFrame } from "./field";

type NumberInputProps = FieldFrame & {
  id?: string;
  name?: string;
  value: number | null;
  onValueChange: (value: number | null) => void;
  min?: number;
  max?: number;
  step?: number;
  disabled?: boolean;
  /** Inside the field after the figure: "nodes", "days". */
  unit?: string;
};

/** A whole number with steps by button, arrow keys and Shift for ten. */
export function NumberInput({ label, note, error, aside, className, id, name, value, onValueChange, min, max, step = 1, disabled, unit }: NumberInputProps) {
  return (
    <Field label={label} note={note} error={error} aside={aside} className={className} id={id}>
      {(control) => (
        <NumberField.Root id={control.id} name={name} value={value} onValueChange={(next) => onValueChange(next)} min={min} max={max} step={step} disabled={disabled} locale="en">
          <NumberField.Group className="input" data-invalid={control["aria-invalid"] ? "" : undefined} data-disabled={disabled ? "" : undefined}>
            <NumberField.Input aria-invalid={control["aria-invalid"]} aria-describedby={control["aria-describedby"]} />
            {unit === undefined ? null : <span className="text-ink-3">{unit}</span>}
            <NumberField.Decrement className="btn" data-kind="bare" aria-label="Less">
              <Minus aria-hidden="true" />
            </NumberField.Decrement>
            <NumberField.Increment className="btn" data-kind="bare" aria-label="More">
              <Plus aria-hidden="true" />
            </NumberField.Increment>
          </NumberField.Group>
        </NumberField.Root>
      )}
    </Field>
  );
}
