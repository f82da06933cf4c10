import { Download } from "lucide-react";
import Form from "next/form";
import { Select, TextInput } from "@/components/form/inputs";
import { FilterChips, type FilterInForce } from "@/components/table/filters";
import { Button, ButtonLink } from "@/components/ui/button";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { auditAddress, type AuditFilters, KINDS, SHOWN } from "./filters";
import { ACTION_CHOICES, KIND_WORDS } from "./words";

const SHOWN_WORD: Record<(typeof SHOWN)[number], string> = { withoutSystem: "People and keys", people: "People only", all: "All, with system jobs" };

const NAMES = { from: "From", to: "To", actor: "Who", kind: "Kind", action: "Did", target: "To what" } as const;

/** Active filters as chips, and the form that adds more. Both are links, so a view can be shared. */
export function LogFilters({ path, filters, problem }: { path: string; filters: AuditFilters; /** What is wrong with the days. */ problem: string | null }) {
  const { cursor: _cursor, ...kept } = filters;
  const keys = Object.keys(NAMES) as (keyof typeof NAMES)[];
  const inForce: FilterInForce[] = keys.flatMap((key) => {
    const value = kept[key];
    if (value === null || value === "") return [];
    const shown =
      key === "kind"
        ? KIND_WORDS[filters.kind ?? "change"]
        : key === "action"
          ? (ACTION_CHOICES.find((choice) => choice.value === value)?.label ?? value)
          : value;
    return [{ key, name: NAMES[key], value: shown, removeHref: `${path}${auditAddress({ ...kept, [key]: null })}` }];
  });
  const known = filters.action === null || filters.action === "" || ACTION_CHOICES.some((choice) => choice.value === filters.action);
  return (
    <>
      <Form
        key={JSON.stringify(kept)}
        action={path}
        scroll={false}
        role="search"
        aria-label="Filter the audit log"
        className="no-print mb-3 grid grid-cols-[repeat(2,minmax(0,140px))_repeat(4,minmax(0,1fr))_auto] items-start gap-2.5 max-lg:grid-cols-2"
      >
        <TextInput label="From, UTC" type="date" name="from" defaultValue={filters.from ?? ""} />
        <TextInput label="To, included" type="date" name="to" defaultValue={filters.to ?? ""} error={problem ?? undefined} />
        {filters.show === "withoutSystem" ? null : <input type="hidden" name="show" value={filters.show} />}
        <TextInput label="Who" name="actor" defaultValue={filters.actor ?? ""} maxLength={120} placeholder="Name or id" data-search="" />
        <Select
          label="Kind"
          name="kind"
          defaultValue={filters.kind ?? ""}
          empty="Any"
          options={KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }))}
        />
        <Select
          label="Did"
          name="action"
          defaultValue={filters.action ?? ""}
          empty="Anything"
          options={[...ACTION_CHOICES, ...(known ? [] : [{ value: filters.action ?? "", label: filters.action ?? "" }])]}
        />
        <TextInput label="To what" name="target" defaultValue={filters.target ?? ""} maxLength={120} placeholder="Id, such as qte_…" mono />
        <Button type="submit" kind="solid" className="mt-[21px] min-h-[34px]">
          Show
        </Button>
      </Form>
      <FilterChips
        filters={inForce}
        clearHref={`${path}${auditAddress({ show: filters.show })}`}
        end={
          <>
            <ButtonLink size="small" plain download href={`${path}/export${auditAddress({ ...kept }) || "?"}&format=csv`}>
              <Download aria-hidden="true" />
              CSV of this view
            </ButtonLink>
            <ButtonLink size="small" plain download href={`${path}/export${auditAddress({ ...kept }) || "?"}&format=jsonl`}>
              <Download aria-hidden="true" />
              JSON lines
            </ButtonLink>
          </>
        }
      >
        <SegmentedControl
          label="Whose entries"
          current={filters.show}
          segments={SHOWN.map((show) => ({ key: show, label: SHOWN_WORD[show], href: `${path}${auditAddress({ ...kept, show })}` }))}
        />
      </FilterChips>
    </>
  );
}
