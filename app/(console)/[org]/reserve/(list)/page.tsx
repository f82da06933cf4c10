import { refusalOf } from "@/app/_parts/client/refusal";
import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { pageTitle } from "@/app/_parts/page/page-title";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { formatDecimal, plural } from "@/components/format/text";
import { ErrorSummary } from "@/components/form/error-summary";
import { ApiCall } from "@/components/ui/api-call";
import { PageHead } from "@/components/ui/section-head";
import { type Api, serverNow } from "@/server/doors/console/caller";
import { type Answer, Answered } from "../_parts/offers/answered";
import { gpuHoursIn } from "../_parts/offers/prices";
import { apiPathOf, readSearch, type Search, searchInputOf } from "../../_parts/reserve/search";
import { SearchBar } from "../_parts/search/search-bar";
import { hoursText } from "../../_parts/reserve/words";

export const generateMetadata = pageTitle("Reserve", "Free GPU capacity of every site, with rate, total, distance and measured uptime.");

const PAGE = 25;

/** The result or, for an invalid search, what is wrong with it. */
async function answerOf({ capacity }: Api, search: Search, now: string): Promise<Answer> {
  const input = searchInputOf(search, now);
  try {
    const found = await capacity.offer.search({ ...input, limit: PAGE, cursor: search.at > 0 ? String(search.at) : undefined });
    const listed = found.data.find((offer) => offer.site === search.site);
    if (listed !== undefined || search.site === null) return { found, chosen: listed ?? found.data[0] ?? null, refusal: null };
    // Selected on the map, or on another page of the list.
    const region = found.sites.find((dot) => dot.site === search.site && dot.matches)?.region;
    const there = region === undefined ? null : await capacity.offer.search({ ...input, regions: [region] });
    return { found, chosen: there?.data.find((offer) => offer.site === search.site) ?? found.data[0] ?? null, refusal: null };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal?.code !== "validation_failed") throw error;
    return { found: null, chosen: null, refusal };
  }
}

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ReservePage({ params, searchParams }: Props) {
  const { org } = await params;
  const { access } = await memberOf(org);
  if (!access.may("capacity.read"))
    return <ForbiddenPage organisation={org} permission="capacity.read" page="Reserve" title="Capacity is hidden here" what="Reserve" />;
  const search = await readSearch(searchParams);
  const now = serverNow();
  const { nodeTypes, plans, answer } = await readFor(org, async (operations) => {
    const [nodeTypes, plans, answer] = await Promise.all([
      operations.catalog.nodeType.list({ limit: 200 }),
      operations.catalog.slaPlan.list({}),
      answerOf(operations, search, now),
    ]);
    return { nodeTypes: nodeTypes.data, plans: plans.data, answer };
  });
  const action = `/${org}/reserve`;
  const nodeType = nodeTypes.find((type) => type.id === search.gpu);
  const { found, chosen, refusal } = answer;
  const currency = found?.currency ?? "USD";
  return (
    <div className="page-pad max-sm:pb-0">
      <PageHead
        title="Reserve"
        remark={
          found === null ? undefined : (
            <p>
              {plural(search.nodes, "node")}
              {nodeType === undefined || chosen === null
                ? ""
                : `, ${plural(search.nodes * nodeType.gpuCount, "GPU")}, ${hoursText(hoursIn(chosen))}: ${formatDecimal(gpuHoursIn(chosen, nodeType.gpuCount))} GPU-hours`}
              . <b className="font-semibold text-ink">{found.matchingSites === 1 ? "1 site matches" : `${found.matchingSites} sites match`}</b> of{" "}
              {found.totalSites}
            </p>
          )
        }
        actions={<ApiCall request={{ method: "GET", path: apiPathOf(searchInputOf(search, now)) }} />}
      />
      <div className="-mt-3.5">
        <SearchBar action={action} search={search} nodeTypes={nodeTypes} plans={plans} currency={currency} now={now} />
      </div>
      {refusal === null || found !== null ? null : (
        <ErrorSummary
          problem={{
            title: "The search was not understood",
            suggestion: refusal.suggestion,
            code: refusal.code,
            detail:
              refusal.errors.length === 0
                ? refusal.detail
                : refusal.errors.map((error) => `${FIELD[error.pointer] ?? error.pointer.slice(1)}: ${error.message}`).join(" "),
          }}
        />
      )}
      {found?.currencyNote ? <p className="mb-3 border-l-[3px] border-accent pl-2.5 text-ink-2">{found.currencyNote}</p> : null}
      {found === null ? null : (
        <Answered
          organisation={org}
          action={action}
          search={search}
          found={found}
          chosen={chosen}
          nodeType={nodeType}
          plan={plans.find((plan) => plan.id === search.sla)}
          mayReserve={access.may("capacity.reserve")}
          pageSize={PAGE}
          now={now}
        />
      )}
    </div>
  );
}

/** The operation's fields by the names on the chips. */
const FIELD: Record<string, string> = {
  "/nodeType": "GPU",
  "/nodes": "Nodes",
  "/start": "From",
  "/end": "To",
  "/durationHours": "Length",
  "/earliestStart": "Start from",
  "/latestStart": "Start to",
  "/maxRate": "Rate at most",
  "/maxLatencyMs": "Latency",
  "/slaPlan": "Plan",
};

const hoursIn = ({ start, end }: { start: string; end: string }): number => (Date.parse(end) - Date.parse(start)) / 3_600_000;
