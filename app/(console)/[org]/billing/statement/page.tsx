import { Download } from "lucide-react";
import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { pageTitle } from "@/app/_parts/page/page-title";
import { PeriodForm } from "@/app/_parts/page/period-form";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { Instant } from "@/components/format/instant";
import { Money } from "@/components/format/money";
import { formatInstant } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { Ledger } from "@/components/table/ledger";
import { ButtonLink } from "@/components/ui/button";
import { FigureStrip } from "@/components/ui/figure-strip";
import { PageHead } from "@/components/ui/section-head";
import type { Statement } from "@/lib/contracts/billing";
import { fromContract, sumMoney, toContract } from "@/lib/money";
import { serverNow } from "@/server/doors/console/caller";
import { BillingNav } from "../_parts/billing-nav";
import { periodAddress, periodOf, readPeriod, yearStart } from "../_parts/period";

export const generateMetadata = pageTitle("Statement", "Every document and payment of a period with the running balance.");

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The sum of the rows on one side: opening balance, both sides and closing balance add up. */
function movedOf({ data, opening }: Statement, isOn: (minor: bigint) => boolean) {
  const moved = data.map((row) => fromContract(row.amount)).filter(({ minor }) => isOn(minor));
  return toContract(sumMoney(moved, fromContract(opening).currency));
}

/** The account statement of a period: opening balance, each document and payment, closing balance. */
export default async function StatementPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { access } = await memberOf(org);
  if (!access.may("billing.read"))
    return <ForbiddenPage organisation={org} permission="billing.read" page="Statement" title="Statements are for Finance" what="statements" />;
  const now = serverNow();
  const asked = await readPeriod(searchParams);
  const { days, range, problem } = periodOf(asked, yearStart(now), now);
  const statement = range === null ? null : await readFor(org, ({ billing }) => billing.statement.get(range));
  const here = `/${org}/billing/statement`;
  return (
    <div className="page-pad">
      <PageHead
        above={<BillingNav organisation={org} current="statement" />}
        title="Statement of account"
        actions={
          range === null ? undefined : (
            <ButtonLink plain download href={`${here}/export${periodAddress(days)}`}>
              <Download aria-hidden="true" />
              CSV of this view
            </ButtonLink>
          )
        }
      />
      <PeriodForm action={here} {...days} problem={problem} />
      {statement === null ? null : (
        <div className="mt-4">
          <FigureStrip
            label="Balances"
            figures={[
              { label: `Opening, ${formatInstant(statement.from, "date")}`, value: <Money {...statement.opening} inline />, unit: statement.currency },
              { label: "Charged", value: <Money {...movedOf(statement, (minor) => minor > 0n)} inline />, unit: statement.currency },
              { label: "Paid and credited", value: <Money {...movedOf(statement, (minor) => minor < 0n)} inline />, unit: statement.currency },
              {
                label: "Closing",
                value: <Money {...statement.closing} inline />,
                unit: statement.currency,
                note: `as of ${formatInstant(statement.to < now ? statement.to : now, "full")}; positive is owed to Berth`,
              },
            ]}
          />
          <div className="mt-5">
            {statement.data.length === 0 ? (
              <div className="ruled-top">
                <Empty title="Nothing was invoiced or paid in this period">The opening balance is also the closing one.</Empty>
              </div>
            ) : (
              <Ledger
                label="Statement"
                rows={statement.data.map((row, index) => ({ ...row, index }))}
                rowKey={(row) => String(row.index)}
                density="close"
                columns={[
                  { key: "at", head: "When, UTC", card: "line", cell: (row) => <Instant at={row.at} now={now} /> },
                  {
                    key: "what",
                    head: "Document or payment",
                    isRowHead: true,
                    card: "name",
                    cell: (row) => <span className="break-words">{row.description}</span>,
                  },
                  { key: "amount", head: `Amount, ${statement.currency}`, align: "right", rule: true, card: "pair", cell: (row) => <Money {...row.amount} /> },
                  { key: "balance", head: "Balance", align: "right", card: "pair", cell: (row) => <Money {...row.balance} /> },
                ]}
              />
            )}
          </div>
        </div>
      )}
    </div>
  );
}
