import { Money } from "@/components/format/money";
import { formatInstant, formatRate } from "@/components/format/text";
import { KeyValue } from "@/components/ui/key-value";
import type { Comparison } from "@/lib/contracts/catalog";
import { priceAt } from "../offers/prices";

/** The same hours at other providers' list prices, each with its source and date. */
export function Elsewhere({
  comparisons,
  note,
  gpuSeconds,
  currency,
}: {
  comparisons: readonly Comparison[];
  note: string | null;
  gpuSeconds: bigint;
  currency: string;
}) {
  if (comparisons.length === 0) return <p className="note mt-1.5">{note ?? "No list price of another provider is held for this GPU."}</p>;
  return (
    <KeyValue
      pairs={comparisons.map((one) => ({
        key: `${one.provider} ${one.offering}`,
        name: `${one.provider}, ${one.offering}${one.likeForLike ? "" : ", other terms"}`,
        note: `${formatRate(one.ratePerGpuHour, currency)}, ${one.source}, ${formatInstant(`${one.asOf.slice(0, 10)}T00:00:00Z`, "date")}`,
        value: (
          <>
            <Money {...priceAt(one.ratePerGpuHour, gpuSeconds, currency)} inline />
            <div className="note">{one.ratio}×</div>
          </>
        ),
      }))}
    />
  );
}
