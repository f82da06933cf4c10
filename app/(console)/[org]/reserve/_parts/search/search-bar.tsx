import { X } from "lucide-react";
import Link from "next/link";
import { formatCount, formatRateFull } from "@/components/format/text";
import { Select, TextInput, Checkbox } from "@/components/form/inputs";
import type { NodeType, SlaPlan } from "@/lib/contracts/catalog";
import { CITY_CHOICES, nearOf } from "../../../_parts/reserve/cities";
import { isFixed, keptIn, parseAsHour, parseAsLength, type Search, searchAddress } from "../../../_parts/reserve/search";
import { FilterPopover } from "./filter-popover";
import { GpuMenu } from "./gpu-menu";
import { PlaceFields } from "./place-fields";
import { WindowFields } from "./window-fields";
import { ATTESTATIONS, attestationText, countryText, FABRIC, listText, modelText, residencyText, windowText } from "../../../_parts/reserve/words";

type Props = { action: string; search: Search; nodeTypes: NodeType[]; plans: SlaPlan[]; currency: string; now: string };

const hourField = (at: string | null): string => (at === null ? "" : parseAsHour.serialize(at));

/** The search as chips: each opens its own small form, and everything is stored in the address. */
export function SearchBar({ action, search, nodeTypes, plans, currency, now }: Props) {
  const to = (change: Partial<Search>) => `${action}${searchAddress({ ...search, at: 0, site: null, ...change })}`;
  const type = nodeTypes.find((one) => one.id === search.gpu);
  return (
    <div className="no-print flex flex-wrap items-center gap-1.5 pt-3 pb-3.5 max-sm:-mx-4 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-4">
      <GpuMenu
        value={type === undefined ? search.gpu : modelText(type.gpuModel)}
        choices={nodeTypes.map((one) => ({
          key: one.id,
          label: `${modelText(one.gpuModel)}, ${one.gpuCount} × ${one.gpuMemoryGb} GB`,
          hint: one.id,
          href: to({ gpu: one.id }),
          checked: one.id === search.gpu,
        }))}
      />
      <FilterPopover title="How many nodes" action={action} keep={keptIn(search, ["nodes"])} name="Nodes" value={formatCount(search.nodes)}>
        <TextInput
          label="Nodes"
          type="number"
          name="nodes"
          min={1}
          max={4096}
          step={1}
          required
          defaultValue={search.nodes}
          note={type === undefined ? undefined : `${type.gpuCount} GPUs each`}
        />
      </FilterPopover>
      <FilterPopover
        title="When"
        action={action}
        keep={keptIn(search, ["for", "earliest", "latest", "from", "to"])}
        name="Window"
        value={windowText(search, now)}
      >
        <WindowFields
          fixed={isFixed(search)}
          length={parseAsLength.serialize(search.for)}
          earliest={hourField(search.earliest)}
          latest={hourField(search.latest)}
          from={hourField(search.from)}
          to={hourField(search.to)}
        />
      </FilterPopover>
      {chipsOf(search, plans, currency).map(({ key, name, value, without }) => (
        <span key={key} className="chip">
          <span className="text-ink-3">{name}</span>
          <b className="font-semibold">{value}</b>
          <Link href={to(without)} scroll={false} aria-label={`Remove filter ${name}`}>
            <X aria-hidden="true" />
          </Link>
        </span>
      ))}
      <MoreFilters action={action} search={search} plans={plans} currency={currency} />
      {chipsOf(search, plans, currency).length === 0 ? null : (
        <Link href={`${action}${searchAddress({ ...search, ...NO_FILTERS })}`} scroll={false} className="ml-1.5 text-small">
          Clear
        </Link>
      )}
    </div>
  );
}

const NO_FILTERS = {
  region: null,
  country: null,
  residency: null,
  near: null,
  ms: null,
  fabric: null,
  compliance: null,
  cap: null,
  sla: "enterprise",
  at: 0,
  site: null,
  map: null,
} as const;

type FilterChip = { key: string; name: string; value: string; without: Partial<Search> };

function chipsOf(search: Search, plans: SlaPlan[], currency: string): FilterChip[] {
  const near = nearOf(search.near);
  const chips: (FilterChip | null)[] = [
    search.country?.length ? { key: "country", name: "Country", value: listText(search.country.map(countryText)), without: { country: null } } : null,
    search.region?.length ? { key: "region", name: "Region", value: listText(search.region), without: { region: null } } : null,
    search.residency?.length
      ? { key: "residency", name: "Residency", value: listText(search.residency.map(residencyText)), without: { residency: null } }
      : null,
    near === null
      ? null
      : {
          key: "near",
          name: `From ${near.name}`,
          value: search.ms === null ? "any distance" : `up to ${search.ms} ms (est.)`,
          without: { near: null, ms: null, map: null, sort: search.sort === "distance" ? null : search.sort },
        },
    search.fabric === null ? null : { key: "fabric", name: "Fabric", value: FABRIC[search.fabric], without: { fabric: null } },
    search.compliance?.length
      ? { key: "compliance", name: "Certified", value: listText(search.compliance.map(attestationText)), without: { compliance: null } }
      : null,
    search.cap === null || search.cap === ""
      ? null
      : {
          key: "cap",
          name: "Up to",
          value: /^\d+(\.\d+)?$/.test(search.cap) ? `${formatRateFull(search.cap)} ${currency}` : search.cap,
          without: { cap: null },
        },
    search.sla === "enterprise"
      ? null
      : { key: "sla", name: "Plan", value: plans.find((plan) => plan.id === search.sla)?.name ?? search.sla, without: { sla: "enterprise" } },
  ];
  return chips.filter((chip) => chip !== null);
}

function MoreFilters({ action, search, plans, currency }: Pick<Props, "action" | "search" | "plans" | "currency">) {
  const isOwnPoint = search.near !== null && !CITY_CHOICES.some((city) => city.value === search.near);
  return (
    <FilterPopover
      wide
      title="Filters"
      action={action}
      keep={keptIn(search, ["region", "country", "residency", "near", "ms", "fabric", "compliance", "cap", "sla"])}
    >
      <PlaceFields country={search.country ?? []} region={search.region ?? []} residency={search.residency?.[0] ?? ""} />
      <div className="grid grid-cols-2 gap-3">
        <Select
          label="Near"
          name="near"
          defaultValue={search.near ?? ""}
          empty="Any"
          options={[...(isOwnPoint ? [{ value: search.near ?? "", label: nearOf(search.near)?.name ?? search.near ?? "" }] : []), ...CITY_CHOICES]}
        />
        <TextInput label="Latency at most, ms (estimate)" type="number" name="ms" min={1} max={1000} step={1} defaultValue={search.ms ?? ""} />
        <Select
          label="Fabric"
          name="fabric"
          defaultValue={search.fabric ?? ""}
          empty="Any"
          options={Object.entries(FABRIC).map(([value, label]) => ({ value, label }))}
        />
        <TextInput
          label={`Rate at most, ${currency}`}
          name="cap"
          inputMode="decimal"
          pattern="\d{1,9}(\.\d{1,6})?"
          title="A decimal such as 2.60"
          placeholder="per GPU-hour"
          defaultValue={search.cap ?? ""}
        />
      </div>
      <fieldset>
        <legend className="mb-1 font-semibold">Certified</legend>
        <div className="grid grid-cols-3 gap-x-3 gap-y-1.5 max-sm:grid-cols-2">
          {Object.entries(ATTESTATIONS).map(([code, label]) => (
            <Checkbox key={code} label={label} name="compliance" value={code} defaultChecked={search.compliance?.includes(code)} />
          ))}
        </div>
      </fieldset>
      <Select
        label="SLA plan"
        name="sla"
        defaultValue={search.sla}
        options={plans.map((plan) => ({ value: plan.id, label: `${plan.name}, ${plan.targetPercent} %${plan.dedicatedSpares ? ", dedicated spares" : ""}` }))}
      />
    </FilterPopover>
  );
}
