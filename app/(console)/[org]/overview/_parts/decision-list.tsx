import { formatAmount, formatDuration, formatInstant, formatMoney, plural } from "@/components/format/text";
import { ButtonLink } from "@/components/ui/button";
import { Decision, DecisionList } from "@/components/ui/decision";
import { SectionHead } from "@/components/ui/section-head";
import { searchAddress } from "../../_parts/reserve/search";
import type { Waiting } from "./decisions";

type Props = { organisation: string; waiting: Waiting[]; mayReserve: boolean; now: string };

/** Decisions the reader can make now. Every button leads to the page for it, with the charge shown first. */
export function Decisions({ organisation, waiting, mayReserve, now }: Props) {
  return (
    <section>
      <SectionHead remark={waiting.length}>Needs a decision</SectionHead>
      {waiting.length === 0 ? (
        <p className="border-t-[1.5px] border-rule-ink pt-[9px] text-ink-2">
          Nothing waits for you. Quotes on hold, reservations that end soon and invoices due within a week appear here.
        </p>
      ) : (
        <DecisionList>
          {waiting.map((one) => (
            <One key={`${one.kind} ${one.until}`} waiting={one} organisation={organisation} mayReserve={mayReserve} now={now} />
          ))}
        </DecisionList>
      )}
    </section>
  );
}

function One({ waiting, organisation, mayReserve, now }: { waiting: Waiting; organisation: string; mayReserve: boolean; now: string }) {
  const left = formatDuration(Math.abs(Date.parse(waiting.until) - Date.parse(now)) / 1000);
  switch (waiting.kind) {
    case "quote": {
      const { quote } = waiting;
      return (
        <Decision
          when={`Held until ${formatInstant(quote.expiresAt, "time")}`}
          title={`${plural(quote.nodes, "node")} in ${quote.city} are held for you`}
          actions={
            <ButtonLink size="small" kind="solid" href={`/${organisation}/reserve/quotes/${quote.id}`}>
              Open the quote
            </ButtonLink>
          }
        >
          {quote.nodes} × <span className="ident">{quote.nodeType}</span> for {formatMoney(quote.total)}. The quote expires{" "}
          {formatInstant(quote.expiresAt, "time")}; nothing is charged before you confirm.
        </Decision>
      );
    }
    case "invoice": {
      const { invoice } = waiting;
      return (
        <Decision
          when={waiting.isOverdue ? `Overdue for ${left}` : `Due in ${left}`}
          title={`${invoice.number ?? invoice.title}: ${formatAmount(invoice.amountDue.amount)} ${invoice.amountDue.currency}`}
          actions={
            <ButtonLink size="small" href={`/${organisation}/billing/invoices/${invoice.id}`}>
              Open the invoice
            </ButtonLink>
          }
        >
          {invoice.title}, due {formatInstant(waiting.until, "day", now)}. Bank details and the payment reference stand on it.
        </Decision>
      );
    }
    case "ending": {
      const { cluster } = waiting;
      const after = searchAddress({ gpu: cluster.nodeType, nodes: cluster.nodes, region: [cluster.region], earliest: cluster.end, sla: cluster.slaPlan });
      return (
        <Decision
          when={`Ends in ${left}`}
          title={`${cluster.name} ends on ${formatInstant(cluster.end)}`}
          actions={
            <>
              <ButtonLink size="small" href={`/${organisation}/clusters/${cluster.id}`}>
                Open the cluster
              </ButtonLink>
              {mayReserve ? (
                <ButtonLink size="small" href={`/${organisation}/reserve${after}`}>
                  Reserve follow-on
                </ButtonLink>
              ) : null}
            </>
          }
        >
          {cluster.nodes} × <span className="ident">{cluster.nodeType}</span> in {cluster.city}. Local disks are erased.
        </Decision>
      );
    }
  }
}
