import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { pageTitle } from "@/app/_parts/page/page-title";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { serverNow } from "@/server/doors/console/caller";
import { InvoiceDocument } from "../_parts/invoice/invoice-document";
import { isNarrowed, listInputOf, periodProblem, readInvoiceFilters } from "../_parts/list/filters";
import { InvoiceColumn } from "../_parts/list/invoice-column";

export const generateMetadata = pageTitle("Invoices", "Invoices, credit notes and what is open.");

/** How many open invoices are searched for the most urgent one. */
const MAX_OPEN = 100;

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The list; on wide screens its first invoice is beside it. */
export default async function InvoicesPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { access } = await memberOf(org);
  if (!access.may("billing.read"))
    return <ForbiddenPage organisation={org} permission="billing.read" page="Invoices" title="Invoices are for Finance" what="invoices" />;
  const filters = await readInvoiceFilters(searchParams);
  const { list, projects, first } = await readFor(org, async ({ billing, identity }) => {
    const [list, projects] = await Promise.all([
      periodProblem(filters) === null
        ? billing.invoice.list({ ...listInputOf(filters), limit: 25, cursor: filters.cursor ?? undefined })
        : { data: [], nextCursor: null },
      identity.project.list({ limit: 200 }),
    ]);
    // Without filters, the page shows the invoice that has waited longest for payment.
    const open = isNarrowed(filters) || filters.cursor !== null ? [] : (await billing.invoice.list({ open: true, limit: MAX_OPEN })).data;
    const [pressing] = open.sort((a, b) => ((a.dueAt ?? "9") < (b.dueAt ?? "9") ? -1 : 1));
    const opened = pressing ?? list.data[0];
    return { list, projects: projects.data, first: opened === undefined ? null : await billing.invoice.get({ id: opened.id }) };
  });
  return (
    <div className="grid grid-cols-[296px_minmax(0,1fr)] max-[1000px]:grid-cols-1 print:block">
      <InvoiceColumn
        organisation={org}
        filters={filters}
        invoices={list.data}
        nextCursor={list.nextCursor}
        projects={projects}
        now={serverNow()}
        shown={first?.id ?? null}
        alone
      />
      {first === null ? null : (
        <div className="min-w-0 max-[1000px]:hidden print:block">
          <InvoiceDocument organisation={org} invoice={first} now={serverNow()} mayReadReports={access.may("reliability.read")} heading="h2" />
        </div>
      )}
    </div>
  );
}
