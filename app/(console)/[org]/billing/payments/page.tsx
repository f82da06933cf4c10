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
import { methodWord } from "../_parts/invoice/invoice-status";
import { BillingNav } from "../_parts/billing-nav";
import { periodAddress, periodOf, readPeriod, yearStart } from "../_parts/period";

export const generateMetadata = pageTitle("Payments", "Payments received, with the invoice each was set against.");

const PAGE = 50;

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PaymentsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { access } = await memberOf(org);
  if (!access.may("billing.read"))
    return <ForbiddenPage organisation={org} permission="billing.read" page="Payments" title="Payments are for Finance" what="payments" />;
  const now = serverNow();
  const asked = await readPeriod(searchParams);
  const { days, range, problem } = periodOf(asked, yearStart(now), now);
  const page = range === null ? null : await readFor(org, ({ billing }) => billing.payment.list({ ...range, limit: PAGE, cursor: asked.cursor ?? undefined }));
  const here = `/${org}/billing/payments`;
  return (
    <div className="page-pad">
      <PageHead
        above={<BillingNav organisation={org} current="payments" />}
        title="Payments"
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
      {page === null || page.onAccount.length === 0 ? null : (
        <p className="mt-3">
          On account, not yet set against an invoice:{" "}
          {page.onAccount.map((amount) => (
            <Money key={amount.currency} {...amount} inline named />
          ))}
        </p>
      )}
      {page === null ? null : page.data.length === 0 ? (
        <div className="ruled-top mt-4">
          <Empty title="No payment was received in this period">A payment stands here as soon as the bank reports it.</Empty>
        </div>
      ) : (
        <div className="mt-4">
          <Ledger
            label="Payments"
            rows={page.data}
            rowKey={(row) => row.id}
            density="close"
            columns={[
              { key: "at", head: "Received, UTC", card: "line", cell: (row) => <Instant at={row.receivedAt} now={now} /> },
              {
                key: "reference",
                head: "Reference",
                isRowHead: true,
                card: "name",
                cell: (row) => <span className="ident break-all">{row.externalReference}</span>,
              },
              { key: "method", head: "By", card: "mark", cell: (row) => methodWord(row.method) },
              {
                key: "invoice",
                head: "Invoice",
                card: "side",
                cell: (row) =>
                  row.invoiceId === null ? (
                    <span className="text-ink-3">on account</span>
                  ) : (
                    <Link className="ident" href={`/${org}/billing/invoices/${row.invoiceId}`}>
                      {row.invoiceNumber ?? row.invoiceId}
                    </Link>
                  ),
              },
              { key: "amount", head: "Amount", align: "right", rule: true, card: "pair", cell: (row) => <Money {...row.amount} named /> },
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
