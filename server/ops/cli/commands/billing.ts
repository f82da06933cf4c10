// Closing months and numbering invoices by hand, through the operations that the worker runs on schedule.
import { isMonth } from "@/lib/period";
import { billing } from "@/server/billing/router";
import { transaction } from "@/server/kernel/database/db";
import { OperationError } from "@/server/kernel/operation/errors";
import { run } from "@/server/kernel/operation/operation";
import { drainOutbox } from "@/server/kernel/events/outbox";
import { router as reliability } from "@/server/reliability/router";
import { Failure } from "../../launcher/failure";
import { byCommandLine, type Command, organisationNamed, organisations } from "./command";

const LOOK = { organisationId: null, network: true, readOnly: true };

/** Organisations whose month is decided; no other can be closed. */
async function undecided(month: string): Promise<Set<string>> {
  const rows = await transaction(LOOK, (tx) =>
    tx.sql<{ id: string }>(
      `select o.id from identity.organisation o where not exists (select from reliability.decided_month s where s."organisationId" = o.id and s.month = $1)`,
      [month],
    ),
  );
  return new Set(rows.map((row) => row.id));
}

const close: Command = {
  words: "billing close",
  summary: "Close a month: decide its SLA reports where that is left to do, then draft its invoices.",
  options: { month: { value: "2026-10", help: "UTC month, over by now", required: true }, organisation: { value: "acme", help: "only this one" } },
  run: async ({ options, answer }) => {
    const { month = "" } = options;
    if (!isMonth(month)) throw new Failure(`--month is "${month}"; write a month such as 2026-10.`);
    const running = await transaction(LOOK, async (_tx, now) => now.toISOString().slice(0, 7));
    if (month >= running) throw new Failure(`${month} is not over yet; a month can be closed once it has ended.`);
    await run(reliability.slaMonth.decide, byCommandLine(), {});
    await drainOutbox();
    const waiting = await undecided(month);
    const chosen = options.organisation === undefined ? await organisations() : [await organisationNamed(options.organisation)];
    const data: { organisation: string; invoices: string[]; alreadyClosed: boolean; note: string | null }[] = [];
    for (const { id, slug } of chosen) {
      if (waiting.has(id)) {
        data.push({ organisation: slug, invoices: [], alreadyClosed: false, note: "nothing was contracted in that month" });
        continue;
      }
      try {
        const closed = await run(billing.month.close, byCommandLine(id), { month });
        data.push({ organisation: slug, invoices: closed.invoiceIds, alreadyClosed: !closed.closed, note: null });
      } catch (error) {
        if (!(error instanceof OperationError)) throw error;
        data.push({ organisation: slug, invoices: [], alreadyClosed: false, note: error.message });
      }
    }
    answer.give(
      { month, data },
      data.map(
        ({ organisation, invoices, alreadyClosed, note }) =>
          `${organisation}  ${note ?? (alreadyClosed ? "was closed already" : "closed")}${invoices.length === 0 ? "" : `: ${invoices.join(", ")}`}`,
      ),
    );
  },
};

const finalise: Command = {
  words: "billing finalise",
  summary: "Number the drafts whose grace is over, or one draft now.",
  options: { invoice: { value: "inv_…", help: "only this draft, at once" } },
  run: async ({ options, answer }) => {
    const { invoice } = options;
    if (invoice === undefined) {
      const done = await run(billing.invoice.finaliseDue, byCommandLine(), {});
      await drainOutbox();
      answer.give(done, [`${done.done} invoices numbered${done.failed > 0 ? `, ${done.failed} could not be; the log says why` : ""}.`], done.failed === 0);
      return;
    }
    const [found] = await transaction(LOOK, (tx) =>
      tx.sql<{ organisationId: string }>(`select "organisationId" from billing.invoice where id = $1`, [invoice]),
    );
    if (!found) throw new Failure(`There is no invoice ${invoice}.`);
    const done = await run(billing.invoice.finalise, byCommandLine(found.organisationId), { invoiceId: invoice });
    await drainOutbox();
    answer.give(done, [`${done.number}${done.changed ? "" : " (it had its number already)"}`]);
  },
};

export const billingCommands: readonly Command[] = [close, finalise];
