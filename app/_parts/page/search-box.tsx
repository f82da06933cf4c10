import { Search } from "lucide-react";
import Form from "next/form";

/** Search within a list: a plain form whose word joins the other filters in the address. / focuses it. */
export function SearchBox({
  action,
  name = "q",
  label,
  value,
  keep,
  className = "",
}: {
  action: string;
  name?: string;
  label: string;
  value: string | null;
  keep: Record<string, string | null>;
  className?: string;
}) {
  return (
    <Form action={action} scroll={false} role="search" className={`flex min-w-0 ${className}`}>
      {Object.entries(keep).map(([key, kept]) => (kept === null || kept === "" ? null : <input key={key} type="hidden" name={key} value={kept} />))}
      <label className="chip min-w-0 flex-1 cursor-text focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent">
        <Search aria-hidden="true" />
        <span className="sr-only">{label}</span>
        <input
          key={value ?? ""}
          data-search
          type="search"
          name={name}
          defaultValue={value ?? ""}
          maxLength={80}
          placeholder={label}
          autoComplete="off"
          className="w-full min-w-0 bg-transparent text-ui outline-none placeholder:text-ink-3"
        />
      </label>
    </Form>
  );
}
