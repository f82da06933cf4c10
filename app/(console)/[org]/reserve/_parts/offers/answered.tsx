import type { Refusal } from "@/app/_parts/client/refusal";
import { MapKeys, WorldMap, type MapSite } from "@/components/chart/world-map";
import { formatAmount, formatInstant, formatRate, plural } from "@/components/format/text";
import { Pager } from "@/components/table/pager";
import { ButtonLink } from "@/components/ui/button";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Offer, SearchOffersOutput } from "@/lib/contracts/capacity";
import type { NodeType, SlaPlan } from "@/lib/contracts/catalog";
import { nearOf } from "../../../_parts/reserve/cities";
import { type Search, searchAddress, sortOf } from "../../../_parts/reserve/search";
import { modelText } from "../../../_parts/reserve/words";
import { boxText, mapFocus } from "./map-focus";
import { NoMatch } from "./no-match";
import { OfferPanel } from "./offer-panel";
import { listedAt, OffersLedger } from "./offers-ledger";
import { SortMenu } from "./sort-menu";

export type Answer = { found: SearchOffersOutput; chosen: Offer | null; refusal: null } | { found: null; chosen: null; refusal: Refusal };

type Props = {
  organisation: string;
  action: string;
  search: Search;
  found: SearchOffersOutput;
  chosen: Offer | null;
  nodeType: NodeType | undefined;
  plan: SlaPlan | undefined;
  mayReserve: boolean;
  pageSize: number;
  now: string;
};

/** The result of a search: map and list of the same offers, and the selected one beside them. */
export function Answered({ organisation, action, search, found, chosen, nodeType, plan, mayReserve, pageSize, now }: Props) {
  const to = (change: Partial<Search>) => `${action}${searchAddress({ ...search, ...change })}`;
  const model = nodeType === undefined ? search.gpu : modelText(nodeType.gpuModel);
  const sites = found.sites.map((dot): MapSite => ({
    key: dot.site,
    name: dot.city,
    longitude: dot.longitude,
    latitude: dot.latitude,
    free: dot.freeNodes,
    kind: dot.site === chosen?.site ? "selected" : dot.matches ? "matching" : "other",
    href: dot.matches ? to({ site: dot.site }) : undefined,
  }));
  const [first] = found.data;
  const near = nearOf(search.near);
  const { view, focus } = mapFocus(search, found.sites);
  const segments = [
    { key: "world", label: "World", href: to({ map: "world" }) },
    ...(found.matchingSites === 0
      ? []
      : [{ key: "matches", label: found.matchingSites === 1 ? "The match" : `The ${found.matchingSites} matches`, href: to({ map: "matches" }) }]),
    ...(near === null ? [] : [{ key: "near", label: `Near ${near.name}`, href: to({ map: null }) }]),
  ];
  const map = (
    <>
      {segments.length < 2 ? null : (
        <div className="no-print mt-3 mb-2.5">
          <SegmentedControl label="Map" current={view} segments={segments} />
        </div>
      )}
      <WorldMap
        sites={sites}
        focus={focus}
        near={near}
        hrefCloser={(places) => to({ map: boxText(places) })}
        label={`Free ${model} nodes; ${plural(found.matchingSites, "site")} ${found.matchingSites === 1 ? "matches" : "match"}`}
      />
      <MapKeys other={`${model} free, outside your filters`} />
    </>
  );
  if (first === undefined || chosen === null) {
    return (
      <div className="border-t-[1.5px] border-rule-ink">
        <NoMatch action={action} search={search} relaxations={found.relaxations} now={now} />
        <div className="mt-6 max-w-[900px]">{map}</div>
      </div>
    );
  }
  return (
    <>
      <div className="grid border-t-[1.5px] border-rule-ink xl:grid-cols-[minmax(0,1fr)_336px]">
        <div className="min-w-0 xl:pr-6">
          {map}
          <div className="no-print flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 pt-1 pb-2">
            <p className="font-semibold">{plural(found.matchingSites, "site")}</p>
            <SortMenu
              choices={ordersOf(near !== null).map(({ key, label }) => ({
                key,
                label,
                href: to({ sort: key, at: 0, site: null }),
                checked: key === sortOf(search),
              }))}
            />
          </div>
          <OffersLedger action={action} search={search} offers={found.data} chosen={chosen} now={now} />
          {search.at === 0 && found.nextCursor === null ? null : (
            <Pager
              newer="Previous"
              older="Next"
              remark={`${search.at + 1} to ${search.at + found.data.length} of ${found.matchingSites}`}
              newerHref={search.at === 0 ? undefined : to({ at: Math.max(0, search.at - pageSize), site: null })}
              olderHref={found.nextCursor === null ? undefined : to({ at: Number(found.nextCursor), site: null })}
            />
          )}
          <p className="note mt-2">{footText(found.data, plan)}</p>
        </div>
        <div className="border-rule-ink max-xl:mt-[18px] max-xl:border-t-[1.5px] xl:border-l xl:pl-[22px]">
          <OfferPanel
            key={chosen.id}
            organisation={organisation}
            offer={chosen}
            nodeType={nodeType}
            plan={plan}
            search={search}
            mayReserve={mayReserve}
            now={now}
          />
        </div>
      </div>
      <div className="no-print sticky bottom-0 z-10 -mx-4 mt-6 flex items-center justify-between gap-3 border-t-[1.5px] border-rule-ink bg-raised px-4 py-[9px] xl:hidden">
        <div className="min-w-0">
          <div className="truncate text-ink-3">
            {chosen.city}, from {formatInstant(chosen.start, "day", now)}
          </div>
          <b className="figure text-fig-m">{formatAmount(chosen.total.amount)}</b> {chosen.total.currency} <span className="text-ink-3">before tax</span>
        </div>
        <ButtonLink kind="solid" plain href="#offer">
          See the offer
        </ButtonLink>
      </div>
    </>
  );
}

type Order = { key: NonNullable<Search["sort"]>; label: string };

const ORDERS: readonly Order[] = [
  { key: "total", label: "lowest price" },
  { key: "start", label: "earliest start" },
  { key: "trackRecord", label: "highest availability" },
];

/** Distance is a sort order only with a place to measure from. */
const ordersOf = (hasNear: boolean): Order[] => [...(hasNear ? [{ key: "distance", label: "nearest" } as const] : []), ...ORDERS];

/** What all figures in the list have in common. */
function footText(offers: readonly Offer[], plan: SlaPlan | undefined): string {
  const [first] = offers;
  const listed = listedAt(first);
  return [
    `Rates and totals in ${first?.total.currency ?? ""}, before tax.`,
    plan === undefined ? null : `All offers carry the ${plan.name} plan, ${plan.targetPercent} %.`,
    "Measured availability is that of the site’s watched nodes over 90 days, per node, before replacement, rounded down; a mark is two days.",
    first?.latencyMs === null || first === undefined ? null : "Latency is estimated from the distance (est.).",
    listed === undefined
      ? (first?.comparisonsNote ?? null)
      : `${listed.provider}, ${listed.offering}: ${formatRate(listed.ratePerGpuHour, first?.total.currency)} on ${formatInstant(`${listed.asOf.slice(0, 10)}T00:00:00Z`, "date")}, ${listed.source}.`,
  ]
    .filter((part) => part !== null)
    .join(" ");
}
