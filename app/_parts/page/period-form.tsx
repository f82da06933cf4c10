import Form from "next/form";
import type { ReactNode } from "react";
import { TextInput } from "@/components/form/inputs";
import { Button } from "@/components/ui/button";

type Props = {
  action: string;
  from: string | null;
  to: string | null;
  /** Other filters in the address. */ keep?: Record<string, string | null>;
  problem?: string | null;
  children?: ReactNode;
};

/** First and last day of a list's period, in UTC; an invalid range is reported beside its field. */
export function PeriodForm({ action, from, to, keep = {}, problem, children }: Props) {
  return (
    <Form key={`${from} ${to}`} action={action} scroll={false} role="search" aria-label="Period" className="no-print flex flex-wrap items-start gap-2">
      {Object.entries(keep).map(([key, value]) => (value === null || value === "" ? null : <input key={key} type="hidden" name={key} value={value} />))}
      <TextInput
        label="From, UTC"
        type="date"
        name="from"
        defaultValue={from ?? ""}
        className="w-[136px] min-w-0 max-w-[calc(50%-4px)] max-sm:w-[calc(50%-4px)]"
      />
      <TextInput
        label="To, included"
        type="date"
        name="to"
        defaultValue={to ?? ""}
        error={problem ?? undefined}
        className={problem ? "w-[220px] max-w-full" : "w-[136px] min-w-0 max-w-[calc(50%-4px)] max-sm:w-[calc(50%-4px)]"}
      />
      {children}
      <Button type="submit" className="mt-[21px] min-h-[34px]">
        Show
      </Button>
    </Form>
  );
}
