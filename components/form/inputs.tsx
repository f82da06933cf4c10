import { type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId } from "react";
import { Field, type FieldFrame } from "./field";

type Native<Props> = Omit<Props, "className" | "children">;

/** One line of text. Accepts what `register()` of react-hook-form returns. */
export function TextInput({
  label,
  note,
  error,
  aside,
  className,
  mono = false,
  ref,
  ...rest
}: FieldFrame & Native<InputHTMLAttributes<HTMLInputElement>> & { ref?: Ref<HTMLInputElement>; mono?: boolean }) {
  return (
    <Field label={label} note={note} error={error} aside={aside} className={className} id={rest.id}>
      {(control) => <input type="text" {...rest} {...control} ref={ref} className={`input ${mono ? "font-mono text-mono" : ""}`} />}
    </Field>
  );
}

/** Several lines: SSH keys, a report. */
export function TextArea({
  label,
  note,
  error,
  aside,
  className,
  mono = false,
  ref,
  ...rest
}: FieldFrame & Native<TextareaHTMLAttributes<HTMLTextAreaElement>> & { ref?: Ref<HTMLTextAreaElement>; mono?: boolean }) {
  return (
    <Field label={label} note={note} error={error} aside={aside} className={className} id={rest.id}>
      {(control) => <textarea {...rest} {...control} ref={ref} className={`input ${mono ? "font-mono text-mono" : ""}`} />}
    </Field>
  );
}

export type Option = { value: string; label: string; disabled?: boolean };
export type OptionGroup = { label: string; options: Option[] };

/**
 * One of a few, with the browser's own list, which every phone and screen reader supports. For many options use
 * Combobox.
 */
export function Select({
  label,
  note,
  error,
  aside,
  className,
  options,
  empty,
  ref,
  ...rest
}: FieldFrame & Native<SelectHTMLAttributes<HTMLSelectElement>> & { ref?: Ref<HTMLSelectElement>; options: (Option | OptionGroup)[]; empty?: string }) {
  return (
    <Field label={label} note={note} error={error} aside={aside} className={className} id={rest.id}>
      {(control) => (
        <select {...rest} {...control} ref={ref} className="input">
          {empty === undefined ? null : <option value="">{empty}</option>}
          {options.map((option) =>
            "options" in option ? (
              <optgroup key={option.label} label={option.label}>
                {option.options.map((inner) => (
                  <option key={inner.value} value={inner.value} disabled={inner.disabled}>
                    {inner.label}
                  </option>
                ))}
              </optgroup>
            ) : (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ),
          )}
        </select>
      )}
    </Field>
  );
}

/** A checkbox or, with `type="radio"`, one of a few. */
export function Checkbox({
  label,
  note,
  error,
  type = "checkbox",
  ref,
  ...rest
}: { label: ReactNode; note?: ReactNode; error?: string; type?: "checkbox" | "radio"; ref?: Ref<HTMLInputElement> } & Native<
  InputHTMLAttributes<HTMLInputElement>
>) {
  const id = useId();
  const told = error ?? note;
  return (
    <label className="check">
      <input {...rest} ref={ref} type={type} aria-invalid={error === undefined ? undefined : true} aria-describedby={told === undefined ? undefined : id} />
      <span>{label}</span>
      {told === undefined ? null : (
        <span id={id} className={error === undefined ? "note" : "note text-down"}>
          {told}
        </span>
      )}
    </label>
  );
}
