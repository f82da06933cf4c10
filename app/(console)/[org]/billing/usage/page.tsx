import { Download } from "lucide-react";
import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { pageTitle } from "@/app/_parts/page/page-title";
import { PeriodForm } from "@/app/_parts/page/period-form";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { UsageChart } from "@/components/chart/usage-chart";
import { Money } from "@/components/format/money";
import { formatDecimal, formatInstant } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { Ledger } from "@/components/table/ledger";
import { ButtonLink } from "@/components/ui/button";
import { PageHead } from "@/components/ui/section-head";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Usage } from "@/lib/contracts/billing";
import { fromContract, splitByLargestRemainder } from "@/lib/money";
import { serverNow } from "@/server/doors/console/caller";
import { BillingNav } from "../_parts/billing-nav";
import { GROUPS, monthStart, periodAddress, periodOf, readPeriod } from "../_parts/period";

export const generateMetadata = pageTitle("Usage", "GPU hours and their cost by project, cluster, node type, region or day.");

const GROUP_WORD: Record<(typeof GROUPS)[number], string> = { project: "Project", cluster: "Cluster", nodeType: "Node type", region: "Region", day: "Day" };
/** No key of a group. */
const TOTAL = "total";
const SHARE_STEPS = 1000n;

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Each group's share of the cost; together they are 100.0 %. */
function sharesOf({ data, total }: Usage): Map<string, string> {
  if (fromContract(total).minor <= 0n) return new Map();
  const parts = splitByLargestRemainder(
    SHARE_STEPS,
    data.map((row) => fromContract(row.amount).minor),
  );
  const text = (steps: bigint) => `${(Number(steps) / 10).toFixed(1)} %`;
  return new Map([...data.map((row, index): [string, string] => [row.key, text(parts[index] ?? 0n)]), [TOTAL, text(SHARE_STEPS)]]);
}

/** Usage and its cost before tax and credits, grouped as cost centres need it. */
export default async function UsagePage({ params, searchParams }: Props) {
  const { org } = await params;
  const { access } = await memberOf(org);
  if (!access.may("clusters.read"))
    return <ForbiddenPage organisation={org} permission="clusters.read" page="Usage" title="Usage is not open to your role" what="usage" />;
  const now = serverNow();
  const asked = await readPeriod(searchParams);
  const { days, range, problem } = periodOf(asked, monthStart(now), now);
  const usage = range === null ? null : await readFor(org, ({ billing }) => billing.usage.get({ ...range, groupBy: asked.group }));
  const byDay =
    range === null || usage === null
      ? null
      : asked.group === "day"
        ? usage
        : await readFor(org, ({ billing }) => billing.usage.get({ ...range, groupBy: "day" }));
  const here = `/${org}/billing/usage`;
  const shares = usage === null ? new Map<string, string>() : sharesOf(usage);
  return (
    <div className="page-pad">
      <PageHead
        above={access.may("billing.read") ? <BillingNav organisation={org} current="usage" /> : undefined}
        title="Usage"
        remark={range === null ? undefined : <span>before tax and credits, as of {formatInstant(range.to < now ? range.to : now, "full")}</span>}
        actions={
          range === null ? undefined : (
            <ButtonLink plain download href={`${here}/export${periodAddress({ ...days, group: asked.group })}`}>
              <Download aria-hidden="true" />
              CSV of this view
            </ButtonLink>
          )
        }
      />
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <PeriodForm action={here} {...days} problem={problem} keep={{ group: asked.group === "project" ? null : asked.group }} />
        <div className="max-w-full overflow-x-auto">
          <SegmentedControl
            label="Split by"
            current={asked.group}
            segments={GROUPS.map((group) => ({ key: group, label: GROUP_WORD[group], href: `${here}${periodAddress({ ...days, group })}` }))}
          />
        </div>
      </div>
      {usage === null ? null : usage.data.length === 0 ? (
        <div className="ruled-top mt-4">
          <Empty title="Nothing was used in this period">Usage is metered by the second from the hand-over of a cluster on.</Empty>
        </div>
      ) : (
        <div className="mt-4">
          {byDay === null || byDay.data.length < 2 ? null : (
            <div className="mb-5">
              <UsageChart
                label="Cost of each day"
                currency={byDay.total.currency}
                days={byDay.data.map(({ key, amount }) => ({ day: key, amount: amount.amount }))}
              />
            </div>
          )}
          <Ledger
            label={`Usage by ${GROUP_WORD[asked.group].toLowerCase()}`}
            rows={[...usage.data, { key: TOTAL, name: "Total", gpuHours: usage.totalGpuHours, amount: usage.total }]}
            rowKey={(row) => row.key}
            density="close"
            columns={[
              {
                key: "name",
                head: GROUP_WORD[asked.group],
                isRowHead: true,
                card: "name",
                cell: (row) => <span className={row.key === TOTAL ? "font-semibold" : "break-words"}>{row.name}</span>,
              },
              {
                key: "hours",
                head: "GPU hours",
                align: "right",
                rule: true,
                card: "pair",
                cell: (row) => <span className={row.key === TOTAL ? "font-semibold" : ""}>{formatDecimal(row.gpuHours)}</span>,
              },
              {
                key: "share",
                head: "Share",
                align: "right",
                card: "hidden",
                cell: (row) => shares.get(row.key) ?? "",
              },
              {
                key: "amount",
                head: `Amount, ${usage.total.currency}`,
                align: "right",
                card: "figure",
                cell: (row) => <Money {...row.amount} className={row.key === TOTAL ? "font-semibold" : ""} />,
              },
            ]}
          />
        </div>
      )}
    </div>
  );
}
