import { Download } from "lucide-react";
import Link from "next/link";
import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { pageTitle } from "@/app/_parts/page/page-title";
import { PeriodForm } from "@/app/_parts/page/period-form";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { Instant } from "@/components/format/instant";
import { Money } from "@/components/format/money";
import { Empty } from "@/components/state/empty";
import { Ledger } from "@/components/table/ledger";
import { Pager } from "@/components/table/pager";
import { ButtonLink } from "@/components/ui/button";
import { PageHead } from "@/components/ui/section-head";
import { serverNow } from "@/server/doors/console/caller";
import { BillingNav } from "../_parts/billing-nav";
import { periodAddress, periodOf, readPeriod, yearStart } from "../_parts/period";

export const generateMetadata = pageTitle("Credit notes", "Credit notes, with the invoice each corrects and what of them is used.");

const PAGE = 50;

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function CreditnotesPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { access } = await memberOf(org);
  if (!access.may("billing.read"))
    return <ForbiddenPage organisation={org} permission="billing.read" page="Credit notes" title="Credit notes are for Finance" what="credit notes" />;
  const now = serverNow();
  const asked = await readPeriod(searchParams);
  const { days, range, problem } = periodOf(asked, yearStart(now), now);
  const page =
    range === null ? null : await readFor(org, ({ billing }) => billing.creditNote.list({ ...range, limit: PAGE, cursor: asked.cursor ?? undefined }));
  const here = `/${org}/billing/credit-notes`;
  return (
    <div className="page-pad">
      <PageHead
        above={<BillingNav organisation={org} current="credit-notes" />}
        title="Credit notes"
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
      {page === null ? null : page.data.length === 0 ? (
        <div className="ruled-top mt-4">
          <Empty title="No credit note was issued in this period">A correction of an issued invoice is a credit note: the invoice itself never changes.</Empty>
        </div>
      ) : (
        <div className="mt-4">
          <Ledger
            label="Credit notes"
            rows={page.data}
            rowKey={(row) => row.id}
            density="close"
            columns={[
              { key: "at", head: "Issued, UTC", card: "line", cell: (row) => <Instant at={row.issuedAt} now={now} /> },
              {
                key: "number",
                head: "Number",
                isRowHead: true,
                card: "name",
                cell: (row) => (
                  <Link className="ident" href={`/${org}/billing/invoices/${row.invoiceId}`}>
                    {row.number}
                  </Link>
                ),
              },
              { key: "reason", head: "Reason", card: "full", cell: (row) => <span className="break-words">{row.reason}</span> },
              {
                key: "corrects",
                head: "Corrects",
                card: "side",
                cell: (row) => (row.correctsNumber === null ? <span className="text-ink-3">none</span> : <span className="ident">{row.correctsNumber}</span>),
              },
              { key: "total", head: "Total, tax included", align: "right", rule: true, card: "pair", cell: (row) => <Money {...row.total} named /> },
              { key: "applied", head: "Set against invoices", align: "right", card: "pair", cell: (row) => <Money {...row.applied} /> },
              { key: "unapplied", head: "On account", align: "right", card: "pair", cell: (row) => <Money {...row.unapplied} /> },
            ]}
          />
          {asked.cursor === null && page.nextCursor === null ? null : (
            <Pager
              newer="Newest"
              newerHref={asked.cursor === null ? undefined : `${here}${periodAddress(days)}`}
              olderHref={page.nextCursor === null ? undefined : `${here}${periodAddress({ ...days, cursor: page.nextCursor })}`}
            />
          )}
        </div>
      )}
    </div>
  );
}
