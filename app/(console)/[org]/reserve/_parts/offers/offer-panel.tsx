import { formatCount, formatDecimal, formatInstant, formatRange, formatRate, plural } from "@/components/format/text";
import { Money } from "@/components/format/money";
import { Availability } from "@/components/format/quantity";
import { KeyValue } from "@/components/ui/key-value";
import { SectionHead } from "@/components/ui/section-head";
import type { Offer } from "@/lib/contracts/capacity";
import type { NodeType, SlaPlan } from "@/lib/contracts/catalog";
import { toContract, zeroMoney } from "@/lib/money";
import { allowedSchedules } from "@/lib/payment-plan";
import { parseInstant } from "@/lib/period";
import { nearOf } from "../../../_parts/reserve/cities";
import type { Search } from "../../../_parts/reserve/search";
import { Elsewhere } from "../terms/terms";
import { SCHEDULE } from "../terms/words";
import { difference, dueNow, gpuHoursIn, gpuSecondsIn, priceAt } from "./prices";
import { TakeQuote } from "./take-quote";

type Props = {
  organisation: string;
  offer: Offer;
  nodeType: NodeType | undefined;
  plan: SlaPlan | undefined;
  search: Search;
  mayReserve: boolean;
  now: string;
};

/** The selected offer in full: its price and how it is composed, the promises, and the button that holds it. */
export function OfferPanel({ organisation, offer, nodeType, plan, search, mayReserve, now }: Props) {
  const gpus = nodeType?.gpuCount ?? 1;
  const { currency } = offer.total;
  const gpuSeconds = gpuSecondsIn(offer, gpus);
  const list = priceAt(offer.listRatePerGpuHour, gpuSeconds, currency);
  const off = difference(offer.total, list);
  const near = nearOf(search.near);
  const window = { start: parseInstant(offer.start), end: parseInstant(offer.end) };
  const schedules = allowedSchedules(window);
  return (
    <aside id="offer" aria-label="Chosen offer" className="scroll-mt-4 pt-3.5 pb-[18px] xl:sticky xl:top-0 xl:max-h-dvh xl:overflow-y-auto xl:pr-1">
      <SectionHead remark={<span className="ident">{offer.site}</span>}>Offer</SectionHead>
      <p className="-mt-1 text-ink-2">
        {offer.nodes} × <span className="ident">{offer.nodeType}</span> in {offer.city}
        <br />
        {formatRange(offer.start, offer.end, now)} UTC
      </p>
      <div className="mt-2.5">
        <KeyValue
          pairs={[
            {
              key: "list",
              name: `${formatDecimal(gpuHoursIn(offer, gpus))} GPU-hours at ${formatRate(offer.listRatePerGpuHour, currency)}`,
              value: <Money {...list} />,
            },
            ...(/[1-9]/.test(off.amount)
              ? [
                  {
                    key: "off",
                    name: offer.discountPercent.startsWith("-")
                      ? `Plan surcharge ${offer.discountPercent.replace("-", "")} %`
                      : `Discount ${offer.discountPercent} %`,
                    value: <Money {...off} />,
                  },
                ]
              : []),
            { key: "bandwidth", name: `Bandwidth ${offer.committedGbps} Gb/s per node, and egress`, value: <Money {...toContract(zeroMoney(currency))} /> },
            {
              key: "total",
              name: `Total before tax, ${currency}`,
              value: (
                <span className="figure double-ruled text-fig-m">
                  <Money {...offer.total} />
                </span>
              ),
              sum: true,
            },
          ]}
        />
      </div>
      <p className="note mt-0.5 mb-3">
        Before tax; the quote shows which tax applies. Rate {formatRate(offer.ratePerGpuHour, currency)} per GPU-hour, locked by the quote.
      </p>
      {mayReserve ? (
        <TakeQuote
          organisation={organisation}
          offerId={offer.id}
          canBeQuoted={offer.canBeQuoted}
          label={`Take quote and hold ${plural(offer.nodes, "node")}`}
          schedules={schedules.map((value) => ({ value, label: SCHEDULE[value], dueNow: dueNow(value, window, offer.ratePerGpuHour, gpuSeconds, currency) }))}
        />
      ) : (
        <p className="border-l-[3px] border-rule-mid pl-2.5 text-ink-2">
          Your role may look at offers. Taking a quote needs <span className="ident">capacity.reserve</span>; an admin of your organisation can grant it.
        </p>
      )}
      <h3 className="mt-3.5 mb-[3px]">Promised</h3>
      <KeyValue
        pairs={[
          { key: "sla", name: "SLA plan", value: plan === undefined ? offer.slaPlan : `${plan.name}, ${plan.targetPercent} %` },
          { key: "bandwidth", name: "Committed bandwidth", value: `${offer.committedGbps} Gb/s to each node` },
          ...(nodeType === undefined
            ? []
            : [
                { key: "fabric", name: "Fabric", value: nodeType.fabric },
                {
                  key: "node",
                  name: "Node",
                  value: `${nodeType.gpuCount} × ${nodeType.gpuMemoryGb} GB, ${nodeType.vcpus} vCPU, ${formatCount(nodeType.ramGib)} GiB`,
                },
              ]),
          {
            key: "record",
            name: "Measured 90 d",
            value: <Availability percent={offer.trackRecord.availabilityPercent} />,
            note: "per node, before replacement",
          },
          ...(near === null || offer.distanceKm === null
            ? []
            : [{ key: "near", name: `From ${near.name}`, value: `${formatCount(offer.distanceKm)} km, est. ${offer.latencyMs} ms` }]),
          { key: "ready", name: "Handed over by", value: formatInstant(offer.delivery.promisedAt, "full") },
        ]}
      />
      <h3 className="mt-3.5 mb-[3px]">The same hours elsewhere, {currency}</h3>
      <Elsewhere comparisons={offer.comparisons} note={offer.comparisonsNote} gpuSeconds={gpuSeconds} currency={currency} />
    </aside>
  );
}
