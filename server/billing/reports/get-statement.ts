import { type Statement, statement, statementInput } from "@/lib/contracts/billing";
import { isCurrency, toContract } from "@/lib/money";
import { OperationError } from "@/server/kernel/operation/errors";
import { query } from "@/server/kernel/operation/operation";
import { readProfiles } from "../profiles/profiles";

/** Maximum rows of a statement; request shorter periods for more. */
const ROWS = 5_000;

// Receivable and unapplied cash together are what the customer owes; movements between the two cancel out.
const MOVES = `
  select t."occurredAt", t.description, sum(e."amountMinor")::bigint as "amountMinor"
    from "LedgerEntry" e
    join "LedgerAccount" a on a.id = e."accountId" and a.kind in ('receivable', 'unapplied_cash') and a.currency = $2
    join "LedgerTransfer" t on t.id = e."transferId"
   where e."organisationId" = $1 and t."occurredAt" >= $3 and t."occurredAt" < $4
   group by t.id having sum(e."amountMinor") <> 0 order by t."occurredAt", sum(e."amountMinor") desc, t.id limit ${ROWS + 1}`;

const OPENING = `
  select coalesce(sum(e."amountMinor"), 0)::bigint as "amountMinor"
    from "LedgerEntry" e
    join "LedgerAccount" a on a.id = e."accountId" and a.kind in ('receivable', 'unapplied_cash') and a.currency = $2
    join "LedgerTransfer" t on t.id = e."transferId"
   where e."organisationId" = $1 and t."occurredAt" < $3`;

/**
 * Statement of account: every document and payment of a period with the running balance, straight from the ledger.
 * Errors: validation_failed for an empty period or one with more than 5,000 rows.
 */
export const getStatement = query({
  name: "billing.statement.get",
  summary: "Statement of account over a period.",
  input: statementInput,
  output: statement,
  permission: "billing.read",
  tenancy: "organisation",
  rate: "read",
  rest: { method: "GET", path: "/statement" },
  handler: async (ctx, input): Promise<Statement> => {
    const [from, to] = [new Date(input.from), new Date(input.to)];
    const wrong = (detail: string, pointer: string, message: string) => new OperationError("validation_failed", detail, { errors: [{ pointer, message }] });
    if (input.currency !== undefined && !isCurrency(input.currency))
      throw wrong("The currency is not one we bill in.", "/currency", "is no currency we bill in");
    const currency = input.currency ?? (await readProfiles(ctx.tx, ctx.organisationId))[0]?.currency ?? "USD";
    const [[opening], moves] = await Promise.all([
      ctx.tx.sql<{ amountMinor: bigint }>(OPENING, [ctx.organisationId, currency, from]),
      ctx.tx.sql<{ occurredAt: Date; description: string; amountMinor: bigint }>(MOVES, [ctx.organisationId, currency, from, to]),
    ]);
    if (moves.length > ROWS)
      throw wrong(
        `The statement would have more than ${ROWS} rows; ask for it in shorter periods.`,
        "/to",
        `must be nearer to from, so that the period has at most ${ROWS} rows`,
      );
    const money = (minor: bigint) => toContract({ minor, currency });
    let balance = opening?.amountMinor ?? 0n;
    const first = money(balance);
    const data = moves.map(({ occurredAt, description, amountMinor }) => {
      balance += amountMinor;
      return { at: occurredAt.toISOString(), description, amount: money(amountMinor), balance: money(balance) };
    });
    return { currency, from: from.toISOString(), to: to.toISOString(), opening: first, closing: money(balance), data };
  },
});
