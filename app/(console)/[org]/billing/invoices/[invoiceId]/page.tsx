import type { Metadata } from "next";
import Link from "next/link";
import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { serverNow } from "@/server/doors/console/caller";
import { InvoiceDocument } from "../../_parts/invoice/invoice-document";
import { readInvoice } from "../../_parts/invoice/read-invoice";
import { invoiceAddress, listInputOf, periodProblem, readInvoiceFilters } from "../../_parts/list/filters";
import { InvoiceColumn } from "../../_parts/list/invoice-column";

type Props = { params: Promise<{ org: string; invoiceId: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, invoiceId } = await params;
  const { access } = await memberOf(org);
  if (!access.may("billing.read")) return { title: "Invoice" };
  const { number, title } = await readInvoice(org, invoiceId);
  return { title: number ?? `Draft, ${title}` };
}

/** One invoice, with the list it was chosen from beside it. */
export default async function InvoicePage({ params, searchParams }: Props) {
  const { org, invoiceId } = await params;
  const { access } = await memberOf(org);
  if (!access.may("billing.read"))
    return <ForbiddenPage organisation={org} permission="billing.read" page="Invoice" title="Invoices are for Finance" what="invoices" />;
  const filters = await readInvoiceFilters(searchParams);
  const [invoice, [list, projects]] = await Promise.all([
    readInvoice(org, invoiceId),
    readFor(org, ({ billing, identity }) =>
      Promise.all([
        periodProblem(filters) === null
          ? billing.invoice.list({ ...listInputOf(filters), limit: 25, cursor: filters.cursor ?? undefined })
          : { data: [], nextCursor: null },
        identity.project.list({ limit: 200 }),
      ]),
    ),
  ]);
  return (
    <div className="grid grid-cols-[296px_minmax(0,1fr)] max-[1000px]:grid-cols-1 print:block">
      <InvoiceColumn
        organisation={org}
        filters={filters}
        invoices={list.data}
        nextCursor={list.nextCursor}
        projects={projects.data}
        now={serverNow()}
        shown={invoice.id}
        alone={false}
      />
      <InvoiceDocument
        organisation={org}
        invoice={invoice}
        now={serverNow()}
        mayReadReports={access.may("reliability.read")}
        heading="h1"
        above={
          <p className="no-print mb-1 text-ink-3 min-[1001px]:hidden">
            <Link href={`/${org}/billing${invoiceAddress(filters)}`}>Invoices</Link> / <span className="ident">{invoice.number ?? "draft"}</span>
          </p>
        }
      />
    </div>
  );
}
