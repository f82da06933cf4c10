import { FilterMenu } from "@/app/_parts/page/filter-menu";
import { SearchBox } from "@/app/_parts/page/search-box";
import { Instant } from "@/components/format/instant";
import { formatCount } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { FilterChips } from "@/components/table/filters";
import { Ledger } from "@/components/table/ledger";
import { Pager } from "@/components/table/pager";
import { RowKeys } from "@/components/table/row-keys";
import { ButtonLink } from "@/components/ui/button";
import { STATE_WORD, Status } from "@/components/ui/status";
import type { NetworkSite } from "@/lib/contracts/network";
import { type Desk, deskAddress, isSoldOut, sitesOf, STATES } from "./filters";

const PAGE = 50;
const ACTION = "/operator";

/** Every site with its nodes, worst first. */
export function SiteTable({ sites, desk, now }: { sites: NetworkSite[]; desk: Desk; now: string }) {
  const to = (change: Partial<Desk>) => `${ACTION}${deskAddress({ ...desk, at: 0, ...change })}`;
  const wanted = sitesOf(sites, desk);
  const shown = wanted.slice(desk.at, desk.at + PAGE);
  const areas = [...new Set(sites.map((site) => site.area))].sort();
  const sortedBy = (sort: Desk["sort"], direction: "ascending" | "descending") => ({ href: to({ sort }), direction: desk.sort === sort ? direction : null });
  return (
    <>
      <FilterChips
        filters={[
          ...(desk.state === null ? [] : [{ key: "state", name: "State", value: STATE_WORD[desk.state], removeHref: to({ state: null }) }]),
          ...(desk.sold === null ? [] : [{ key: "sold", name: "Capacity", value: "sold out", removeHref: to({ sold: null }) }]),
          ...(desk.area === null ? [] : [{ key: "area", name: "Area", value: desk.area, removeHref: to({ area: null }) }]),
        ]}
        clearHref={ACTION}
        count={`${formatCount(wanted.length)} of ${formatCount(sites.length)}`}
      >
        <FilterMenu
          groups={[
            { label: "State", options: STATES.map((state) => ({ key: state, label: STATE_WORD[state], href: to({ state }), current: desk.state === state })) },
            { label: "Capacity", options: [{ key: "out", label: "Sold out", href: to({ sold: "out" }), current: desk.sold === "out" }] },
            { label: "Area", options: areas.map((area) => ({ key: area, label: area, href: to({ area }), current: desk.area === area })) },
          ]}
        />
        <SearchBox
          action={ACTION}
          label="City, id or country"
          value={desk.q}
          keep={{ state: desk.state, sold: desk.sold, area: desk.area, sort: desk.sort === "state" ? null : desk.sort }}
          className="order-first"
        />
      </FilterChips>
      {shown.length === 0 ? (
        <div className="ruled-top">
          <Empty
            title="No site fits these filters"
            actions={
              <ButtonLink size="small" href={ACTION}>
                Show all sites
              </ButtonLink>
            }
          >
            Take a filter away to see more.
          </Empty>
        </div>
      ) : (
        <RowKeys>
          <Ledger
            label="Sites"
            rows={shown}
            rowKey={(site) => site.id}
            density="tight"
            columns={[
              {
                key: "site",
                head: "Site",
                isRowHead: true,
                card: "name",
                sort: sortedBy("name", "ascending"),
                cell: (site) => (
                  <>
                    <span className="font-semibold">{site.name}</span>, {site.country} <span className="ident text-ink-3">{site.id}</span>
                  </>
                ),
              },
              { key: "area", head: "Area", card: "line", cell: (site) => <span className="text-ink-2">{site.area}</span> },
              { key: "state", head: "State", card: "state", sort: sortedBy("state", "descending"), cell: (site) => <Status state={site.state} /> },
              {
                key: "since",
                head: "Since",
                card: "side",
                cell: (site) => (site.since === null ? <span className="text-ink-3">-</span> : <Instant at={site.since} now={now} />),
              },
              {
                key: "delivered",
                head: "Delivered",
                align: "right",
                rule: true,
                card: "pair",
                sort: sortedBy("delivered", "descending"),
                cell: (site) => formatCount(site.delivered),
              },
              { key: "healthy", head: "Healthy", align: "right", card: "pair", cell: (site) => formatCount(site.healthy) },
              {
                key: "reserved",
                head: "Reserved",
                align: "right",
                card: "pair",
                sort: sortedBy("reserved", "descending"),
                cell: (site) => formatCount(site.reserved),
              },
              { key: "withheld", head: "Withheld", align: "right", card: "hidden", cell: (site) => formatCount(site.withheld) },
              { key: "inUse", head: "In use", align: "right", card: "pair", cell: (site) => formatCount(site.inUse) },
              {
                key: "free",
                head: "Free",
                align: "right",
                card: "hidden",
                cell: (site) => (site.delivered <= site.spares ? "" : isSoldOut(site) ? <span className="font-semibold">none</span> : formatCount(site.free)),
              },
            ]}
          />
        </RowKeys>
      )}
      {wanted.length <= PAGE ? null : (
        <Pager
          newer="Previous"
          older="Next"
          remark={`${desk.at + 1} to ${desk.at + shown.length} of ${wanted.length}`}
          newerHref={desk.at === 0 ? undefined : to({ at: Math.max(0, desk.at - PAGE) })}
          olderHref={desk.at + PAGE >= wanted.length ? undefined : to({ at: desk.at + PAGE })}
        />
      )}
    </>
  );
}
