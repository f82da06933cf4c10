// The operation, or verb: the only way to do anything on the server. A verb is declared whole (definition.ts) or does
// not compile, and the order of its stages is fixed here and nowhere else:
//
//   parse       the input against its contract
//   rate        counts the call against the caller's rate limit
//   authorise   can this actor do this at all (authorise.ts)
//   prepare     optional: slow work, while no transaction is open
//   transaction opens with the tenant set
//   replay      the stored answer of the same idempotency key, or a claim on it
//   policy      optional: allowed, denied with its limits, or pending (policy.ts)
//   handler     the effect
//   record      answer, events and audit entry, in one statement with the commit (record.ts)
import type { z } from "zod";
import type { IdPrefix } from "@/lib/ids";
import { type AuditDetail, entryOf } from "../audit/audit";
import { DOWNLOADED, type Observed, recordObserved, recordRefusal } from "../audit/observed";
import { asNetwork, transaction, type Tx, within } from "../database/db";
import type { EmittedEvent } from "../events/emitted-event";
import { now as clockNow } from "../process/clock";
import { randomId } from "../process/random";
import type { Actor, Caller } from "./actor";
import { authorise } from "./authorise";
import type {
  AnyVerb,
  Audit,
  CommandDefinition,
  ContextOf,
  Enclosing,
  Execution,
  Idempotency,
  InputOf,
  OutputOf,
  Policy,
  PreparingOf,
  QueryDefinition,
  Tenancy,
  Verb,
} from "./definition";
import { OperationError, type RateState } from "./errors";
import { claimKey } from "./idempotency";
import { readInput } from "./input-errors";
import { refuseDenied } from "./policy";
import { takeRate } from "./rate-limit";
import { record, recordLast } from "./record";

export type { AnyVerb, ContextOf, Execution, InputOf, OutputOf, RestDefinition, Tenancy, Verb } from "./definition";

/** What only commands declare. */
interface OfCommand<I extends z.ZodObject, O extends z.ZodType, T extends Tenancy, P> {
  audit?: Audit<z.output<I>, z.input<O>>;
  idempotency?: Idempotency;
  policy?: Policy<T, z.output<I>, z.input<O>, P>;
}

/** What is known of a call that goes on or fails: what is left of the allowance, and what the caller took away. */
interface Counted {
  rate: RateState | null;
  taken: Observed | null;
}

function parse<I extends z.ZodObject>(contract: I, raw: unknown): z.output<I> {
  const read = readInput(contract, raw);
  if ("errors" in read) throw new OperationError("validation_failed", "The request is not valid; errors says where.", { errors: read.errors });
  return read.data;
}

function build<K extends "command" | "query", N extends string, I extends z.ZodObject, O extends z.ZodType, T extends Tenancy, P>(
  kind: K,
  d: QueryDefinition<N, I, O, T, P>,
  { audit, idempotency, policy }: OfCommand<I, O, T, P>,
): Verb<K, N, I, O> {
  const { summary, permission, tenancy, rate: rateClass, rest, taken } = d;

  const attempt = async (caller: Caller, raw: unknown, counted: Counted, enclosing?: Enclosing): Promise<Execution<z.output<O>>> => {
    const { actor } = caller;
    const input = parse(d.input, raw);
    const rate = (counted.rate = await takeRate(rateClass, caller));
    const { scope, ...authorised } = authorise({ kind, permission, tenancy }, actor);
    const { projectIds } = authorised;
    // authorise checks that actor and organisation are present where the tenancy requires them; the compiler cannot
    // follow that.
    const acting = { ...authorised, actor, projectId: projectIds?.length === 1 ? projectIds[0] : null, requestId: caller.requestId, caller };

    if (d.prepare && enclosing && "tx" in enclosing) throw new Error(`${d.name} prepares outside a transaction, so it cannot run inside another's`);
    const preparing = { ...acting, now: clockNow(), read: <R>(reading: (tx: Tx) => Promise<R>) => transaction({ ...scope, readOnly: true }, reading) };
    const prepared = (await d.prepare?.(preparing as unknown as PreparingOf<T>, input)) as P;

    const work = async (tx: Tx, now: Date): Promise<Execution<z.output<O>>> => {
      const claim = idempotency === "required" ? await claimKey(tx, caller, scope, d.name, input, now) : null;
      if (claim?.kind === "replay") return { output: d.output.parse(claim.answer), replayed: true, rate };
      const events: EmittedEvent[] = [];
      let detail: AuditDetail = {};
      let told: { organisationIds: readonly (string | null)[]; by: Caller } = { organisationIds: [scope.organisationId], by: caller };
      const context = {
        ...acting,
        now,
        tx,
        id: (prefix: IdPrefix) => randomId(prefix, now),
        emit: async (event: EmittedEvent) => void events.push(event),
        audited: (more: AuditDetail) => void (detail = { ...detail, ...more }),
        concerns: (organisationIds: readonly string[], by: Actor | null = actor) =>
          void (told = { organisationIds: organisationIds.length > 0 ? [...new Set(organisationIds)].sort() : [null], by: { ...caller, actor: by } }),
      } as unknown as ContextOf<T>;
      const decision = policy && refuseDenied(await policy(context, input, prepared));
      if (decision?.kind === "pending") detail = { ...detail, decision: "pending" };
      const result = decision?.kind === "pending" ? decision.output : await d.handler(context, input, prepared);
      const output = d.output.parse(result); // an answer that breaks its contract undoes the command
      const what = audit && "subject" in audit ? { action: d.name, subject: audit.subject(input, result), detail, now } : null;
      if (taken) counted.taken = { action: d.name + DOWNLOADED, subject: taken.subject(input, result), detail };
      const [entry = null, ...more] = what ? told.organisationIds.map((organisationId) => entryOf(told.by, organisationId, what)) : [];
      const write = async (into: Tx) => {
        for (const other of more) await record(into, scope, now, { claim: null, output: null, events: [], entry: other });
        await recordLast(into, scope, now, { claim, output, events, entry });
      };
      // A verb sees only its own organisation's chain, not another's or the network's.
      const elsewhere = told.organisationIds.some((organisationId) => organisationId === null || organisationId !== scope.organisationId);
      if (elsewhere && !scope.network) await asNetwork(tx, write);
      else await write(tx);
      return { output, replayed: false, rate };
    };
    if (!enclosing) return transaction(scope, work);
    return "tx" in enclosing ? within(enclosing.tx, scope, (tx) => work(tx, enclosing.now)) : enclosing.run(scope, work);
  };

  const execute = async (caller: Caller, raw: unknown, enclosing?: Enclosing): Promise<Execution<z.output<O>>> => {
    const counted: Counted = { rate: null, taken: null };
    try {
      const execution = await attempt(caller, raw, counted, enclosing);
      // Nothing is handed out that the log could not record.
      if (counted.taken) await recordObserved(caller, counted.taken);
      return execution;
    } catch (error) {
      if (error instanceof OperationError) {
        error.rate ??= counted.rate ?? undefined;
        await recordRefusal(caller, d.name, raw, error);
      }
      throw error;
    }
  };

  return {
    kind,
    name: d.name,
    input: d.input,
    output: d.output,
    execute,
    definition: {
      summary,
      permission,
      tenancy,
      rate: rateClass,
      rest,
      idempotency,
      audited: audit !== undefined && "subject" in audit,
      taken: taken !== undefined,
      internal: d.internal !== undefined,
    },
  };
}

/** A verb that changes something. */
export function command<const N extends string, I extends z.ZodObject, O extends z.ZodType, T extends Tenancy, P = undefined>(
  d: CommandDefinition<N, I, O, T, P>,
): Verb<"command", N, I, O> {
  return build("command", d, d);
}

/** A verb that only reads: its transaction is read-only. */
export function query<const N extends string, I extends z.ZodObject, O extends z.ZodType, T extends Tenancy, P = undefined>(
  d: QueryDefinition<N, I, O, T, P>,
): Verb<"query", N, I, O> {
  return build("query", d, {});
}

/** Runs a verb from our own code and returns its output. */
export async function run<V extends AnyVerb>(verb: V, caller: Caller, input: InputOf<V>): Promise<OutputOf<V>> {
  return (await verb.execute(caller, input)).output as OutputOf<V>;
}
