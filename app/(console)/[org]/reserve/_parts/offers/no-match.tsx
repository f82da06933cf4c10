import { Instant } from "@/components/format/instant";
import { Money } from "@/components/format/money";
import { formatCount, plural } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { Ledger } from "@/components/table/ledger";
import { ButtonLink } from "@/components/ui/button";
import { SectionHead } from "@/components/ui/section-head";
import type { Relaxation } from "@/lib/contracts/capacity";
import { nearOf } from "../../../_parts/reserve/cities";
import { relaxedSearch, type Search, searchAddress } from "../../../_parts/reserve/search";
import { attestationText, countryText, FABRIC, residencyText, windowText } from "../../../_parts/reserve/words";

/** The request in one sentence. */
function askedText(search: Search, now: string): string {
  const near = nearOf(search.near);
  const parts = [
    windowText(search, now),
    ...(search.country ?? []).map(countryText),
    ...(search.region ?? []),
    ...(search.residency ?? []).map((code) => `data in ${residencyText(code)}`),
    near === null ? null : search.ms === null ? `near ${near.name}` : `up to ${search.ms} ms from ${near.name}`,
    search.fabric === null ? null : FABRIC[search.fabric],
    ...(search.compliance ?? []).map(attestationText),
    search.cap === null || search.cap === "" ? null : `up to ${search.cap} per GPU-hour`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

type Props = { action: string; search: Search; relaxations: Relaxation[]; now: string };

/** Suggestions for an empty result: one change at a time, with its effect on the price. */
export function NoMatch({ action, search, relaxations, now }: Props) {
  const asked = (
    <>
      Asked: {formatCount(search.nodes)} × <span className="ident">{search.gpu}</span>, {askedText(search, now)}.
    </>
  );
  if (relaxations.length === 0) {
    return (
      <Empty
        title="No site matches all of it, and no single change would help"
        actions={
          <ButtonLink size="small" href={action}>
            Start over
          </ButtonLink>
        }
      >
        <p>{asked} Ask for fewer nodes, a shorter time, or take filters away.</p>
      </Empty>
    );
  }
  const currency = relaxations[0]?.total.currency ?? "";
  return (
    <section className="pt-4">
      <SectionHead>No site matches all of it</SectionHead>
      <p className="-mt-0.5 mb-[11px] max-w-[64em] text-ink-2">{asked} Each line below changes one thing and shows what that does to the price.</p>
      <Ledger
        label="What to change so that something matches"
        rows={relaxations}
        rowKey={(one) => `${one.kind} ${one.description}`}
        columns={[
          { key: "change", head: "Change", isRowHead: true, card: "name", cell: (one) => <span className="font-semibold">{one.description}</span> },
          { key: "start", head: "First start", card: "line", cell: (one) => <Instant at={one.start} now={now} /> },
          {
            key: "offers",
            head: "Then match",
            card: "hidden",
            cell: (one) => <span className="font-semibold whitespace-nowrap">{plural(one.offers, "site")}</span>,
          },
          { key: "where", head: "Where", card: "mark", cell: (one) => <span className="text-ink-2">{one.where}</span> },
          {
            key: "total",
            head: `Total, ${currency}`,
            align: "right",
            rule: true,
            card: "state",
            cell: (one) => <Money {...one.total} className="max-sm:font-semibold" />,
          },
          {
            key: "difference",
            head: "Against cheapest",
            align: "right",
            card: "side",
            cell: (one) => (one.totalDifference === null ? <span className="text-ink-3">no other</span> : <Money {...one.totalDifference} signed />),
          },
          {
            key: "use",
            head: "",
            name: "Use",
            align: "right",
            card: "record",
            cell: (one) => (
              <ButtonLink size="small" href={`${action}${searchAddress(relaxedSearch(search, one.search))}`} aria-label={`Use: ${one.description}`}>
                Use
              </ButtonLink>
            ),
          },
        ]}
      />
      <p className="note mt-2">The difference is against the cheapest offer anywhere for the same GPU, nodes and time.</p>
    </section>
  );
}
