import Link from "next/link";
import { tideMarks } from "@/app/_parts/page/cluster-words";
import { berthRuns, Berths } from "@/components/chart/berths";
import { TideMarks } from "@/components/chart/tide-marks";
import { Instant } from "@/components/format/instant";
import { Money, Rate } from "@/components/format/money";
import { Availability } from "@/components/format/quantity";
import { formatCount, formatInstant } from "@/components/format/text";
import { Ledger, type LedgerColumn } from "@/components/table/ledger";
import { RowKeys } from "@/components/table/row-keys";
import type { Offer } from "@/lib/contracts/capacity";
import { nearOf } from "../../../_parts/reserve/cities";
import { type Search, searchAddress, sortOf } from "../../../_parts/reserve/search";

type Props = { action: string; search: Search; offers: Offer[]; chosen: Offer | null; now: string };

/** The list beside the map: the same offers, one line each. */
export function OffersLedger({ action, search, offers, chosen, now }: Props) {
  const near = nearOf(search.near);
  const to = (change: Partial<Search>) => `${action}${searchAddress({ ...search, ...change })}`;
  const sortedBy = (key: NonNullable<Search["sort"]>, direction: "ascending" | "descending") => ({
    href: to({ sort: key, at: 0, site: null }),
    direction: sortOf(search) === key ? direction : null,
  });
  const isChosen = (offer: Offer) => offer.site === chosen?.site;
  const listed = listedAt(offers[0]);
  const columns: LedgerColumn<Offer>[] = [
    {
      key: "pick",
      head: "",
      name: "Choose",
      card: "pick",
      cell: (offer) => <Pick city={offer.city} href={to({ site: offer.site })} isChosen={isChosen(offer)} />,
    },
    {
      key: "site",
      head: "Site",
      isRowHead: true,
      card: "name",
      cell: (offer) => (
        <>
          <span className="font-semibold sm:whitespace-nowrap">
            {offer.city}, {offer.country}
          </span>
          <div className="ident text-ink-3">{offer.site}</div>
        </>
      ),
    },
    ...(near === null ? [] : [distanceColumn(near.name, sortedBy("distance", "ascending"))]),
    {
      key: "start",
      head: "First start",
      card: "line",
      sort: sortedBy("start", "ascending"),
      cell: (offer) => (
        <>
          <Instant at={offer.start} now={now} />
          <div className="note whitespace-nowrap">to {formatInstant(offer.end, "short", now)}</div>
        </>
      ),
    },
    { key: "berths", head: "Free nodes", card: "mark", cell: (offer) => <FreeBerths offer={offer} isChosen={isChosen(offer)} /> },
    {
      key: "record",
      head: "Track record, 90 days",
      card: "record",
      cell: (offer) => (
        <TideMarks
          days={tideMarks(offer.trackRecord.marks)}
          everyDays={2}
          focusable={false}
          label={`${offer.city}, ${offer.trackRecord.days} days: ${offer.trackRecord.availabilityPercent ?? "no data"}`}
        />
      ),
    },
    {
      key: "verified",
      head: (
        <>
          Measured
          <br />
          90 d
        </>
      ),
      name: "Measured 90 d",
      align: "right",
      card: "figure",
      sort: sortedBy("trackRecord", "descending"),
      cell: (offer) => (
        <span className="max-sm:text-small max-sm:text-ink-3">
          <span className="sm:hidden">measured 90 d </span>
          <Availability percent={offer.trackRecord.availabilityPercent} />
        </span>
      ),
    },
    {
      key: "rate",
      head: (
        <>
          Rate per
          <br />
          GPU-hour
        </>
      ),
      name: "Rate per GPU-hour",
      align: "right",
      rule: true,
      card: "side",
      cell: (offer) => (
        <>
          <Rate rate={offer.ratePerGpuHour} currency={offer.total.currency} />
          <span className="text-small text-ink-3 sm:hidden"> per GPU-hour</span>
        </>
      ),
    },
    {
      key: "total",
      head: `Total, ${offers[0]?.total.currency ?? ""}`,
      align: "right",
      card: "state",
      sort: sortedBy("total", "ascending"),
      cell: (offer) => <Money {...offer.total} className="font-semibold max-sm:text-[0.9375rem]" />,
    },
  ];
  // With a place to measure from, the distance replaces the comparison, which is then in the offer.
  if (listed !== undefined && near === null) {
    columns.push({
      key: "listed",
      head: (
        <>
          List at
          <br />
          {listed.provider}
        </>
      ),
      name: `List at ${listed.provider}`,
      align: "right",
      rule: true,
      card: "hidden",
      cell: (offer) => {
        const same = offer.comparisons.find((one) => one.provider === listed.provider && one.offering === listed.offering);
        return same === undefined ? <span className="text-ink-3">none</span> : `${Number(same.ratio).toFixed(1)}×`;
      },
    });
  }
  return (
    <RowKeys stay>
      <Ledger
        label="Offers"
        density="close"
        className="offers"
        columns={columns}
        rows={offers}
        rowKey={(offer) => offer.site}
        rowLook={(offer) => (isChosen(offer) ? "selected" : undefined)}
        rowHref={(offer) => to({ site: offer.site })}
      />
    </RowKeys>
  );
}

/** The list price to compare with: AWS when it sells on comparable terms, else the first provider that does. */
export function listedAt(offer: Offer | undefined): Offer["comparisons"][number] | undefined {
  const comparisons = offer?.comparisons ?? [];
  return comparisons.find((one) => one.provider === "AWS" && one.likeForLike) ?? comparisons[0];
}

const distanceColumn = (from: string, sort: LedgerColumn<Offer>["sort"]): LedgerColumn<Offer> => ({
  key: "distance",
  head: (
    <>
      From
      <br />
      {from}
    </>
  ),
  name: `From ${from}`,
  align: "right",
  card: "pair",
  ...(sort && { sort }),
  cell: (offer) => (
    <>
      <span className="whitespace-nowrap">{formatCount(offer.distanceKm ?? 0)} km</span>
      <div className="note whitespace-nowrap">est. {offer.latencyMs} ms</div>
    </>
  ),
});

/** One of many, as a link: the selection is stored in the address. */
function Pick({ city, href, isChosen }: { city: string; href: string; isChosen: boolean }) {
  return (
    <Link
      href={href}
      scroll={false}
      prefetch={false}
      aria-label={`Choose ${city}`}
      aria-current={isChosen ? "true" : undefined}
      className="-m-1.5 grid size-[25px] place-items-center"
    >
      <span className={`block size-[13px] rounded-full bg-raised ${isChosen ? "border-4 border-accent" : "border-[1.5px] border-ink-3"}`} />
    </Link>
  );
}

const PER_ROW = 24;
const MAX_SLOTS = 2 * PER_ROW;

/**
 * Taken and free nodes of a site; on the selected one the requested nodes are orange. A large pool is drawn to scale.
 */
function FreeBerths({ offer, isChosen }: { offer: Offer; isChosen: boolean }) {
  const { freeNodes, poolNodes, nodes } = offer;
  const scale = Math.max(1, Math.ceil(poolNodes / MAX_SLOTS));
  const slots = (count: number) => Math.ceil(count / scale);
  const held = isChosen ? slots(nodes) : 0;
  const free = Math.max(held, slots(freeNodes));
  const busy = Math.max(0, slots(poolNodes) - free);
  return (
    <>
      <div className="mb-[3px] whitespace-nowrap">
        <span className="font-semibold">{formatCount(freeNodes)}</span> <span className="text-ink-3">of {formatCount(poolNodes)} free</span>
      </div>
      <Berths
        states={berthRuns([
          ["busy", busy],
          ["held", held],
          ["free", free - held],
        ])}
        width={3}
        height={7}
        gap={1}
        pierGap={3}
        perRow={PER_ROW}
        label={`${freeNodes} of ${poolNodes} nodes free${scale === 1 ? "" : `, a slot is ${scale} nodes`}`}
      />
    </>
  );
}
