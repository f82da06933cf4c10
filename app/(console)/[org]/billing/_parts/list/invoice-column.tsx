import { Download } from "lucide-react";
import Link from "next/link";
import { FilterMenu } from "@/app/_parts/page/filter-menu";
import { PeriodForm } from "@/app/_parts/page/period-form";
import { SearchBox } from "@/app/_parts/page/search-box";
import { Money } from "@/components/format/money";
import { formatAmount, formatInstant } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { FilterChips } from "@/components/table/filters";
import { Pager } from "@/components/table/pager";
import { ButtonLink } from "@/components/ui/button";
import type { InvoiceContract } from "@/lib/contracts/billing";
import type { ProjectContract } from "@/lib/contracts/identity";
import { formatInstant as instantText, monthInterval, monthOf, parseInstant, SECONDS_PER_DAY } from "@/lib/period";
import { invoiceWord, InvoiceStatus, STATE_CHOICES } from "../invoice/invoice-status";
import { InvoiceKeys } from "./invoice-keys";
import { BillingLinks } from "../billing-nav";
import { invoiceAddress, type InvoiceFilters, isNarrowed, namedPeriods, OPEN, periodProblem } from "./filters";

type Props = {
  organisation: string;
  filters: InvoiceFilters;
  invoices: InvoiceContract[];
  nextCursor: string | null;
  projects: ProjectContract[];
  now: string;
  /** The invoice shown beside the list. */
  shown: string | null;
  /**
   * Whether the list is the page (the invoice is beside it on wide screens only), or gives way to its invoice on small
   * ones.
   */
  alone: boolean;
};

/** The list of invoices: a column beside the invoice on wide screens, the page itself on small ones. */
export function InvoiceColumn({ organisation, filters, invoices, nextCursor, projects, now, shown, alone }: Props) {
  const list = `/${organisation}/billing`;
  const query = invoiceAddress({ ...filters, cursor: filters.cursor });
  const Head = alone ? "h1" : "h2";
  return (
    <section
      aria-label="Invoices"
      className={`no-print border-rule bg-sheet min-[1001px]:min-h-[calc(100vh-46px)] min-[1001px]:border-r ${alone ? "" : "max-[1000px]:hidden"}`}
    >
      <div className="pt-[18px] pr-[18px] pb-0.5 pl-7 max-sm:px-4 max-sm:pt-3.5">
        <BillingLinks organisation={organisation} />
        <Head className="mt-2 text-[1.5rem]">Invoices</Head>
        <div className="mt-2.5">
          <ListFilters organisation={organisation} filters={filters} projects={projects} now={now} />
          <PeriodForm
            action={list}
            from={filters.from}
            to={filters.to}
            problem={periodProblem(filters)}
            keep={{ status: filters.status, project: filters.project, q: filters.q, sort: filters.sort === "issuedAt" ? null : filters.sort }}
          />
        </div>
      </div>
      {invoices.length === 0 ? (
        <div className="border-t-[1.5px] border-rule-ink pr-4 pl-7 max-sm:px-4">
          {isNarrowed(filters) ? (
            <Empty
              title="No invoice fits these filters"
              actions={
                <ButtonLink size="small" href={list}>
                  Show all invoices
                </ButtonLink>
              }
            >
              Take a filter away to see more.
            </Empty>
          ) : (
            <Empty
              title="No invoices yet"
              actions={
                <ButtonLink size="small" href={`/${organisation}/reserve`}>
                  Find capacity
                </ButtonLink>
              }
            >
              <p>{nextInvoiceText(now)} A reservation paid in advance is invoiced at once.</p>
            </Empty>
          )}
        </div>
      ) : (
        <InvoiceKeys>
          <ul className="border-t-[1.5px] border-rule-ink">
            {invoices.map((invoice) => (
              <InvoiceEntry key={invoice.id} invoice={invoice} href={`${list}/invoices/${invoice.id}${query}`} isShown={invoice.id === shown} isPage={!alone} />
            ))}
          </ul>
        </InvoiceKeys>
      )}
      <div className="px-4 pb-4 pl-7 max-sm:pl-4">
        {filters.cursor === null && nextCursor === null ? null : (
          <Pager
            newer="Newest"
            olderHref={nextCursor === null ? undefined : `${list}${invoiceAddress({ ...filters, cursor: nextCursor })}`}
            newerHref={filters.cursor === null ? undefined : `${list}${invoiceAddress({ ...filters, cursor: null })}`}
          />
        )}
        {invoices.length === 0 ? null : (
          <p className="note mt-2.5">
            {currencyText(invoices)} {nextInvoiceText(now)}
          </p>
        )}
      </div>
    </section>
  );
}

function currencyText(invoices: readonly InvoiceContract[]): string {
  const currencies = [...new Set(invoices.map((invoice) => invoice.total.currency))];
  return currencies.length === 1 ? `All in ${currencies[0]}.` : `In ${currencies.join(" and ")}; each invoice names its own.`;
}

/** A month closes when it ends and is final a day later. */
function nextInvoiceText(now: string): string {
  const month = monthOf(parseInstant(now));
  const end = monthInterval(month).end;
  const name = formatInstant(instantText(monthInterval(month).start), "long-date").split(" ")[1];
  return `Next invoice, ${name}, closes on ${formatInstant(instantText(end))} UTC and is final on ${formatInstant(instantText(end + SECONDS_PER_DAY), "day")}.`;
}

function InvoiceEntry({ invoice, href, isShown, isPage }: { invoice: InvoiceContract; href: string; isShown: boolean; isPage: boolean }) {
  const isOpen = invoice.number !== null && invoice.kind !== "credit_note" && /[1-9]/.test(invoice.amountDue.amount);
  return (
    <li>
      <Link
        href={href}
        data-entry
        scroll={false}
        aria-current={isShown && isPage ? "true" : undefined}
        data-shown={isShown ? "" : undefined}
        className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 border-b border-rule py-2 pr-3.5 pl-7 no-underline hover:bg-sunk focus-visible:-outline-offset-2 min-[1001px]:data-shown:bg-accent-wash min-[1001px]:data-shown:shadow-[inset_3px_0_0_var(--color-accent)] max-sm:px-4"
      >
        <span className="truncate font-semibold">{invoice.title}</span>
        <span className="text-right font-semibold">
          <Money {...invoice.total} />
        </span>
        <span className="truncate text-ink-3">
          <span className="ident">{invoice.number ?? "no number yet"}</span>
          {invoice.issuedAt === null ? null : <span className="text-small">, {formatInstant(invoice.issuedAt, "date")}</span>}
        </span>
        <span className="text-right text-small">
          <InvoiceStatus invoice={invoice} />
        </span>
        {isOpen && invoice.dueAt !== null ? (
          <span className="note col-span-2">
            {formatAmount(invoice.amountDue.amount)} open, due {formatInstant(invoice.dueAt, "day")}
          </span>
        ) : null}
      </Link>
    </li>
  );
}

function ListFilters({ organisation, filters, projects, now }: Pick<Props, "organisation" | "filters" | "projects" | "now">) {
  const list = `/${organisation}/billing`;
  const to = (change: Partial<InvoiceFilters>) => `${list}${invoiceAddress({ ...filters, cursor: null, ...change })}`;
  const periods = namedPeriods(now);
  const period = periods.find((one) => one.from === filters.from && one.to === filters.to);
  const project = projects.find((one) => one.slug === filters.project);
  const { cursor: _cursor, q, ...kept } = filters;
  return (
    <FilterChips
      filters={[
        ...(filters.status === null
          ? []
          : [{ key: "status", name: "Status", value: filters.status === OPEN ? "Open" : invoiceWord(filters.status), removeHref: to({ status: null }) }]),
        ...(filters.from === null && filters.to === null
          ? []
          : [
              {
                key: "period",
                name: "Issued",
                value: period?.label ?? `${filters.from ?? "…"} to ${filters.to ?? "…"}`,
                removeHref: to({ from: null, to: null }),
              },
            ]),
        ...(filters.project === null ? [] : [{ key: "project", name: "Project", value: project?.name ?? filters.project, removeHref: to({ project: null }) }]),
        ...(filters.sort === "issuedAt" ? [] : [{ key: "sort", name: "Sorted by", value: filters.sort, removeHref: to({ sort: "issuedAt" }) }]),
      ]}
      end={
        <>
          <ButtonLink size="small" plain download href={`${list}/export${invoiceAddress({ ...filters, cursor: null })}`} aria-label="CSV of this view">
            <Download aria-hidden="true" />
            CSV
          </ButtonLink>
          <ButtonLink
            size="small"
            plain
            download
            href={`${list}/archive${invoiceAddress({ ...filters, cursor: null })}`}
            aria-label="All documents of this view as ZIP"
          >
            <Download aria-hidden="true" />
            ZIP
          </ButtonLink>
        </>
      }
    >
      <FilterMenu
        groups={[
          {
            label: "Status",
            options: [
              { key: OPEN, label: "Open, to pay or overdue", href: to({ status: OPEN }), current: filters.status === OPEN },
              ...STATE_CHOICES.map(({ state, word }) => ({ key: state, label: word, href: to({ status: state }), current: filters.status === state })),
            ],
          },
          {
            label: "Issued in",
            options: periods.map(({ key, label, from, to: last }) => ({ key, label, href: to({ from, to: last }), current: period?.key === key })),
          },
          {
            label: "Project",
            options: projects.map((one) => ({ key: one.slug, label: one.name, href: to({ project: one.slug }), current: filters.project === one.slug })),
          },
          {
            label: "Sort by",
            options: [
              { key: "issuedAt", label: "Newest first", href: to({ sort: "issuedAt" }), current: filters.sort === "issuedAt" },
              { key: "total", label: "Largest first", href: to({ sort: "total" }), current: filters.sort === "total" },
              { key: "number", label: "Number", href: to({ sort: "number" }), current: filters.sort === "number" },
            ],
          },
        ]}
      />
      <SearchBox
        action={list}
        label="Number, title or PO"
        value={q}
        keep={{ status: kept.status, from: kept.from, to: kept.to, project: kept.project, sort: kept.sort === "issuedAt" ? null : kept.sort }}
        className="order-first w-full max-sm:w-auto"
      />
    </FilterChips>
  );
}
