import type { Refusal } from "@/app/_client/refusal";
import { MapKeys, WorldMap, type MapSite } from "@/components/chart/world-map";
import { formatAmount, formatInstant, formatRate, plural } from "@/components/format/text";
import { Pager } from "@/components/table/pager";
import { ButtonLink } from "@/components/ui/button";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Offer, SearchOffersOutput } from "@/lib/contracts/capacity";
import type { NodeType, SlaPlan } from "@/lib/contracts/catalog";
import { type Search, searchAddress } from "../_search/filters";
import { modelText } from "../_search/words";
import { NoMatch } from "./no-match";
import { OfferPanel } from "./offer-panel";
import { listedAt, OffersLedger } from "./offers-ledger";

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

/** The answer to a search: map and list of the same result, and the chosen offer beside them. */
export function Answered({ organisation, action, search, found, chosen, nodeType, plan, mayReserve, pageSize, now }: Props) {
  const to = (change: Partial<Search>) => `${action}${searchAddress({ ...search, ...change })}`;
  const model = nodeType === undefined ? search.gpu : modelText(nodeType.gpuModel);
  const sites = found.sites.map(
    (dot): MapSite => ({
      key: dot.site,
      name: dot.city,
      longitude: dot.longitude,
      latitude: dot.latitude,
      free: dot.freeNodes,
      kind: dot.site === chosen?.site ? "selected" : dot.matches ? "matching" : "other",
      href: dot.matches ? to({ site: dot.site }) : undefined,
    }),
  );
  const [first] = found.data;
  const map = (
    <>
      {found.matchingSites === 0 ? null : (
        <div className="mt-3 mb-2.5 sm:hidden">
          <SegmentedControl
            label="Map"
            current={search.view}
            segments={[
              { key: "world", label: "World", href: to({ view: "world" }) },
              { key: "matches", label: found.matchingSites === 1 ? "The match" : `The ${found.matchingSites} matches`, href: to({ view: "matches" }) },
            ]}
          />
        </div>
      )}
      <WorldMap sites={sites} view={found.matchingSites === 0 ? "world" : search.view} label={`Free ${model} nodes; ${plural(found.matchingSites, "site")} ${found.matchingSites === 1 ? "matches" : "match"}`} />
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
      <div className="grid border-t-[1.5px] border-rule-ink md:grid-cols-[minmax(0,1fr)_336px]">
        <div className="min-w-0 md:pr-6">
          {map}
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
        <OfferPanel key={chosen.id} organisation={organisation} offer={chosen} nodeType={nodeType} plan={plan} search={search} mayReserve={mayReserve} now={now} />
      </div>
      <div className="sticky bottom-0 z-10 -mx-4 mt-6 flex items-center justify-between gap-3 border-t-[1.5px] border-rule-ink bg-raised px-4 py-[9px] sm:hidden">
        <div className="min-w-0">
          <div className="truncate text-ink-3">
            {chosen.city}, from {formatInstant(chosen.start, "day", now)}
          </div>
          <b className="figure text-fig-m">{formatAmount(chosen.total.amount)}</b> {chosen.total.currency}
        </div>
        <ButtonLink kind="solid" plain href="#offer">
          To the offer
        </ButtonLink>
      </div>
    </>
  );
}

/** What all figures of the list have in common. */
function footText(offers: readonly Offer[], plan: SlaPlan | undefined): string {
  const [first] = offers;
  const listed = listedAt(first);
  return [
    `Rates and totals in ${first?.total.currency ?? ""}, before tax.`,
    plan === undefined ? null : `All offers carry the ${plan.name} plan, ${plan.targetPercent} %.`,
    "Availability is that of the site's watched nodes over 90 days, rounded down; a mark is two days.",
    listed === undefined ? null : `${listed.provider}, ${listed.offering}: ${formatRate(listed.ratePerGpuHour)} on ${formatInstant(`${listed.asOf.slice(0, 10)}T00:00:00Z`, "date")}, ${listed.source}.`,
  ]
    .filter((part) => part !== null)
    .join(" ");
}
