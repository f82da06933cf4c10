import { type ReactNode, useId } from "react";
import { StateShape } from "../ui/status";

export type FieldFrame = {
  label: ReactNode;
  /** Below the field: what is left, what it means. An error replaces it. */
  note?: ReactNode;
  error?: string | undefined;
  /** Right of the label: "Forgotten", "optional". */
  aside?: ReactNode;
  className?: string;
};

/** Props that a control inside a Field must carry. */
export type ControlProps = { id: string; "aria-invalid": boolean | undefined; "aria-describedby": string | undefined };

/**
 * Label, control, then note or error, linked for screen readers. For custom controls; the ready-made ones include it.
 */
export function Field({
  label,
  note,
  error,
  aside,
  className = "",
  id: given,
  children,
}: FieldFrame & { id?: string; children: (control: ControlProps) => ReactNode }) {
  const made = useId();
  const id = given ?? made;
  const hasError = error !== undefined && error !== "";
  const describedBy = hasError ? `${id}-error` : note === undefined ? undefined : `${id}-note`;
  return (
    <div className={`field ${className}`}>
      <div className="mb-1 flex items-baseline gap-2">
        <label id={`${id}-label`} htmlFor={id} className="font-semibold">
          {label}
        </label>
        {aside === undefined ? null : <span className="ml-auto text-small">{aside}</span>}
      </div>
      {children({ id, "aria-invalid": hasError || undefined, "aria-describedby": describedBy })}
      {hasError ? (
        <p id={`${id}-error`} className="field-error flex items-start gap-1.5">
          <StateShape state="down" className="mt-px size-[13px] flex-none" />
          {error}
        </p>
      ) : note === undefined ? null : (
        <p id={`${id}-note`} className="note">
          {note}
        </p>
      )}
    </div>
  );
}
