import type { Metadata } from "next";
import Link from "next/link";
import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { Money } from "@/components/format/money";
import { formatAmount, formatDecimal, formatInstant, formatMoneySigned, formatRange, plural } from "@/components/format/text";
import { ApiCall } from "@/components/ui/api-call";
import { CopyId } from "@/components/ui/copy-id";
import { PageHead, SectionHead } from "@/components/ui/section-head";
import { Status } from "@/components/ui/status";
import type { QuoteContract, ReservationContract } from "@/lib/contracts/capacity";
import type { ProjectContract } from "@/lib/contracts/identity";
import { serverNow } from "@/server/doors/console/caller";
import { searchAddress } from "../../../_parts/reserve/search";
import { ConfirmForm } from "./_parts/confirm-form";
import { Held } from "./_parts/held";
import { proposedName } from "./_parts/names";
import { QuoteAgain } from "./_parts/quote-again";
import { QuoteLines } from "./_parts/quote-lines";
import { QuoteTerms } from "./_parts/quote-terms";
import { readQuote } from "./_parts/read-quote";
import { ReleaseHold } from "./_parts/release-hold";
import { ToCluster } from "./_parts/to-cluster";

export const metadata: Metadata = { title: "Quote" };

type Props = { params: Promise<{ org: string; quoteId: string }> };

export default async function QuotePage({ params }: Props) {
  const { org, quoteId } = await params;
  const { person, access } = await memberOf(org);
  if (!access.may("capacity.read"))
    return <ForbiddenPage organisation={org} permission="capacity.read" page="Quote" title="Quotes are hidden here" what="quotes" />;
  const quote = await readQuote(org, quoteId);
  const { projects, planName, reservation, lastProject } = await readFor(org, async ({ billing, catalog, identity }) => {
    const [projects, plans, recent] = await Promise.all([
      identity.project.list({ limit: 200 }),
      catalog.slaPlan.list({}),
      billing.reservation.list({ limit: RECENT }),
    ]);
    // A quote taken with a project's key is for that project; otherwise the project this person last reserved for.
    const projectId = quote.project ?? recent.data.find((one) => one.createdBy === person.name)?.project ?? null;
    const reservation = quote.reservationId === null ? null : await billing.reservation.get({ id: quote.reservationId });
    return {
      projects: projects.data,
      planName: plans.data.find((plan) => plan.id === quote.slaPlan)?.name ?? quote.slaPlan,
      reservation,
      lastProject: projects.data.find((project) => project.id === projectId)?.slug ?? null,
    };
  });
  const now = serverNow();
  return (
    <div className="page-pad">
      <PageHead
        above={
          <>
            <Link href={`/${org}/reserve`}>Reserve</Link> / <CopyId id={quote.id} what="quote id" />
          </>
        }
        title={
          <>
            {plural(quote.nodes, "node")} in {quote.city}
          </>
        }
        remark={
          <span>
            {quote.nodes} × <span className="ident">{quote.nodeType}</span> at <span className="ident">{quote.site}</span>,{" "}
            {formatRange(quote.start, quote.end, now)} UTC, {formatDecimal(quote.gpuHours.replace(/\.00$/, ""))} GPU-hours
          </span>
        }
        actions={
          quote.state === "held" ? (
            <ApiCall
              request={{
                method: "POST",
                path: "/reservations",
                idempotent: true,
                body: {
                  quoteId: quote.id,
                  name: proposedName(quote),
                  ...(quote.purchaseOrderRequired && { purchaseOrder: "PO-2026-0418" }),
                  sshKeys: ["ssh-ed25519 AAAA…"],
                },
              }}
            />
          ) : undefined
        }
      />
      <div className="grid border-t-[1.5px] border-rule-ink md:grid-cols-[minmax(0,1fr)_360px]">
        <div className="min-w-0 pt-3.5 max-md:order-2 max-md:mt-7 max-md:pt-0 md:pr-6">
          <SectionHead remark="everything you will be charged">What it costs</SectionHead>
          <QuoteLines quote={quote} />
          <QuoteTerms quote={quote} planName={planName} />
        </div>
        <aside aria-label="Decide" className="border-rule-ink pt-3.5 pb-[18px] max-md:order-1 md:border-l md:pl-[22px]">
          <Decide
            organisation={org}
            quote={quote}
            reservation={reservation}
            projects={projects}
            lastProject={lastProject}
            mayReserve={access.may("capacity.reserve")}
            now={now}
          />
        </aside>
      </div>
    </div>
  );
}

type DecideProps = {
  organisation: string;
  quote: QuoteContract;
  reservation: ReservationContract | null;
  projects: ProjectContract[];
  lastProject: string | null;
  mayReserve: boolean;
  now: string;
};

/** How many reservations are searched for the reader's latest one. */
const RECENT = 50;

/** Only right after the confirmation is the reader taken to the cluster; later visitors want to read the quote. */
const JUST_MS = 60_000;

function Decide({ organisation, quote, reservation, projects, lastProject, mayReserve, now }: DecideProps) {
  if (reservation !== null) {
    return (
      <>
        <h2 className="mb-2">Confirmed</h2>
        <ToCluster
          organisation={organisation}
          name={reservation.name}
          nodes={reservation.nodes}
          clusterId={reservation.clusterId}
          go={Date.parse(now) - Date.parse(reservation.createdAt) < JUST_MS}
        />
        <p className="note mt-3">
          By {reservation.createdBy}, {formatInstant(reservation.createdAt, "full")}
          {reservation.purchaseOrder === null ? "" : `, purchase order ${reservation.purchaseOrder}`}.
        </p>
      </>
    );
  }
  if (quote.state !== "held") {
    const { nodeType, site, nodes, start, end, slaPlan, paymentSchedule } = quote;
    return (
      <>
        <p>
          <Status state="unknown">{quote.state === "released" ? "Hold released" : "Quote expired"}</Status>
        </p>
        <p className="mt-1 mb-3 text-ink-2">
          {quote.state === "released" ? "You gave its nodes back." : `It was held until ${formatInstant(quote.expiresAt, "full")}.`} They are free again and the
          price may have changed. No money moved.
        </p>
        {mayReserve ? (
          <QuoteAgain
            organisation={organisation}
            wish={{ nodeType, site, nodes, start, end, slaPlan, paymentSchedule }}
            searchHref={`/${organisation}/reserve${searchAddress({ gpu: nodeType, nodes, from: start, to: end, sla: slaPlan })}`}
          />
        ) : null}
      </>
    );
  }
  const held = Math.round((Date.parse(quote.expiresAt) - Date.parse(quote.createdAt)) / 1000);
  return (
    <>
      <Held expiresAt={quote.expiresAt} now={now} totalSeconds={held} />
      <p className="note">
        {plural(quote.nodes, "node")} in {quote.city} {quote.nodes === 1 ? "is" : "are"} yours alone while this runs. The price is locked.
      </p>
      <div className="mt-3.5 mb-4 flex items-baseline justify-between gap-3 border-t border-ink pt-1.5 font-semibold">
        <span>Total to pay, {quote.total.currency}</span>
        <span className="figure double-ruled text-fig-l font-medium">
          <Money {...quote.total} />
        </span>
      </div>
      {mayReserve ? (
        <>
          <h2 className="mb-2">Confirm</h2>
          <ConfirmForm
            quoteId={quote.id}
            label={`Reserve ${plural(quote.nodes, "node")} for ${formatMoneySigned(quote.total)}`}
            proposedName={proposedName(quote)}
            projects={projects}
            purchaseOrderRequired={quote.purchaseOrderRequired}
            lastProject={lastProject}
          />
          <p className="note mt-[7px]">
            {quote.dueNow.amount === quote.total.amount
              ? "All of it is invoiced on confirmation."
              : `${formatAmount(quote.dueNow.amount)} ${quote.dueNow.currency} of it is invoiced on confirmation.`}{" "}
            A confirmed reservation is binding to its end.
          </p>
          <ReleaseHold quoteId={quote.id} what={`${plural(quote.nodes, "node")} in ${quote.city}`} />
        </>
      ) : (
        <p className="border-l-[3px] border-rule-mid pl-2.5 text-ink-2">
          Your role may read quotes. Confirming one needs <span className="ident">capacity.reserve</span>.
        </p>
      )}
    </>
  );
}
