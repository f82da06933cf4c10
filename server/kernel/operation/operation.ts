// The operation, or verb: the only way to do anything on the server. A verb is declared whole or does not compile, and
// the order in which its parts happen is fixed here and nowhere else.
import type { z } from "zod";
import type { IdPrefix } from "@/lib/ids";
import type { Permission } from "@/lib/permissions";
import { can } from "@/lib/permissions";
import type { Actor, Caller } from "./actor";
import { type AuditDetail, entryOf } from "../audit/audit";
import { leave, nested, type Scope, transaction, type Tx } from "../database/db";
import { OperationError } from "./errors";
import type { EmittedEvent } from "../events/emitted-event";
import { claimKey } from "./idempotency";
import { inputErrors, unstorable } from "./input-errors";
import { randomId } from "../process/random";
import { type RateClass, type RateState, takeRate } from "./rate-limit";
import { record } from "./record";

/** Whose things a verb touches: the caller's organisation, or their project in it; themselves; the network; or nobody's. */
export type Tenancy = "organisation" | "project" | "self" | "operator" | "public";
/** required: the caller sends a key. natural: doing it twice is the same as once. none: with the reason why not. */
export type Idempotency = "required" | "natural" | { none: string };
/** Which thing the audit entry names, or why there is no entry. */
export type Audit<I, O> = { subject: (input: I, output: O) => string } | { none: string };

export interface RestDefinition {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the door's prefix, with `{field}` for inputs in the path: `/quotes/{id}`. */
  path: string;
  /** Answers only requests whose query says so; the verb that has the path without it answers the others. */
  when?: { name: string; values: readonly string[] };
  /** Success status, default 200. A function decides by the output: 202 while an approval is pending. */
  status?: 200 | 201 | 202 | 204 | ((output: unknown) => 201 | 202);
  /** The output is a file (lib/contracts/common.ts) and is sent as such. */
  file?: boolean;
  /** /api/operator/v1 or /api/telemetry/v1 instead of /api/v1. */
  door?: "operator" | "telemetry";
}

interface CommonContext {
  /** The clock's instant, the same for the whole operation. */
  now: Date;
  requestId: string;
  tx: Tx;
  /** A new id at `now`. */
  id(prefix: IdPrefix): string;
  /** Records an event; it is written with the commit and handled after it. */
  emit(event: EmittedEvent): Promise<void>;
  /** Adds facts to the audit entry. No secrets: it is kept for ever and shown to the organisation's admins. */
  audited(detail: AuditDetail): void;
  caller: Caller;
}

/** What a handler is given follows from the tenancy it declares. `projectId` is set when the caller is bound to one project. */
export type ContextOf<T extends Tenancy> = CommonContext &
  (T extends "organisation" | "project"
    ? { actor: Actor; organisationId: string; projectId: string | null }
    : T extends "public"
      ? { actor: Actor | null; organisationId: string | null; projectId: string | null }
      : { actor: Actor; organisationId: string | null; projectId: string | null });

interface Common<N extends string, I extends z.ZodObject, O extends z.ZodType, T extends Tenancy> {
  /** `module.noun.verb`; where it stands in the registry's tree. */
  name: N;
  /** One sentence for the API reference. */
  summary: string;
  input: I;
  output: O;
  /** Who may. "none" only where the tenancy is self or public. */
  permission: Permission | (T extends "self" | "public" ? "none" : never);
  tenancy: T;
  rate: RateClass;
  rest?: RestDefinition;
  handler: (ctx: ContextOf<T>, input: z.output<I>) => Promise<z.input<O>>;
}
export type QueryDefinition<N extends string, I extends z.ZodObject, O extends z.ZodType, T extends Tenancy> = Common<N, I, O, T>;
export type CommandDefinition<N extends string, I extends z.ZodObject, O extends z.ZodType, T extends Tenancy> = Common<N, I, O, T> & {
  audit: Audit<z.output<I>, z.input<O>>;
  idempotency: Idempotency;
};

export interface Execution<O> {
  output: O;
  /** The stored answer of an earlier call with the same key. */
  replayed: boolean;
  /** What is left of the caller's rate; null for our own jobs. */
  rate: RateState | null;
}
/** A transaction that is already open, for verbs that event handlers run. */
export interface Enclosing { tx: Tx; now: Date }

/** A verb as adapters see it: small on purpose, so that types stay cheap. */
export interface Verb<K extends "command" | "query" = "command" | "query", N extends string = string, I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> {
  readonly kind: K;
  readonly name: N;
  readonly input: I;
  readonly output: O;
  readonly definition: {
    summary: string; permission: Permission | "none"; tenancy: Tenancy; rate: RateClass;
    rest?: RestDefinition; idempotency?: Idempotency; audited: boolean;
  };
  execute(caller: Caller, raw: unknown, enclosing?: Enclosing): Promise<Execution<z.output<O>>>;
}
export type AnyVerb = Verb;
export type InputOf<V extends AnyVerb> = z.input<V["input"]>;
export type OutputOf<V extends AnyVerb> = z.output<V["output"]>;

/** Jobs over the whole network may take longer than a caller would wait. */
const SYSTEM_STATEMENT_SECONDS = 300;

function scopeOf(kind: "command" | "query", tenancy: Tenancy, actor: Actor | null): Scope {
  const readOnly = kind === "query";
  const statementSeconds = actor?.kind === "system" ? SYSTEM_STATEMENT_SECONDS : undefined;
  const organisationId = actor?.organisationId ?? null;
  if (tenancy !== "organisation" && tenancy !== "project") return { organisationId, network: true, readOnly, statementSeconds };
  if (organisationId === null) throw new OperationError("forbidden", "This is done for an organisation, and you act for none.", { suggestion: "Use a key or a page of an organisation." });
  return { organisationId, network: false, readOnly, statementSeconds };
}

function authorise(kind: "command" | "query", permission: Permission | "none", tenancy: Tenancy, actor: Actor | null): void {
  if (actor?.readOnly && kind === "command") throw new OperationError("forbidden", "This key may only read.", { suggestion: "Use a key that may also write." });
  if (permission !== "none" && !can(actor?.role, permission)) throw new OperationError("forbidden", `Your role may not do this: it needs the permission ${permission}.`);
  if (tenancy === "organisation" && actor?.projectId != null) throw new OperationError("forbidden", "This concerns the whole organisation, and your key belongs to one project.", { suggestion: "Use a key of the organisation." });
}

interface Built { audit?: Audit<unknown, unknown>; idempotency?: Idempotency }

function build<K extends "command" | "query", N extends string, I extends z.ZodObject, O extends z.ZodType, T extends Tenancy>(
  kind: K, d: Common<N, I, O, T>, { audit, idempotency }: Built,
): Verb<K, N, I, O> {
  const execute = async (caller: Caller, raw: unknown, enclosing?: Enclosing): Promise<Execution<z.output<O>>> => {
    const parsed = d.input.safeParse(raw ?? {}); // parse
    const errors = parsed.success ? unstorable(parsed.data) : inputErrors(parsed.error);
    if (!parsed.success || errors.length > 0) throw new OperationError("validation_failed", "The request is not valid; errors says where.", { errors });
    const input = parsed.data;
    const { actor } = caller; // actor
    if (!actor && (d.tenancy !== "public" || d.permission !== "none")) throw new OperationError("unauthenticated", "This needs a signed-in person or an API key.");
    const rate = await takeRate(d.rate, caller); // rate
    const scope = scopeOf(kind, d.tenancy, actor);
    const work = async (tx: Tx, now: Date): Promise<Execution<z.output<O>>> => {
      authorise(kind, d.permission, d.tenancy, actor); // authorise
      const claim = idempotency === "required" ? await claimKey(tx, caller, scope, d.name, input, now) : null; // replay or claim the key
      if (claim?.kind === "replay") return { output: d.output.parse(claim.answer), replayed: true, rate };
      const events: EmittedEvent[] = [];
      let detail: AuditDetail = {};
      const context = {
        actor, organisationId: scope.organisationId, projectId: actor?.projectId ?? null, now, requestId: caller.requestId, tx, caller,
        id: (prefix: IdPrefix) => randomId(prefix, now),
        emit: async (event: EmittedEvent) => void events.push(event),
        audited: (more: AuditDetail) => void (detail = { ...detail, ...more }),
      };
      // The union over tenancies is decided by scopeOf and the check of the actor above, which the compiler cannot follow.
      const result = await d.handler(context as unknown as ContextOf<T>, input); // handler
      const output = d.output.parse(result); // a broken contract undoes the command instead of leaving it half told
      const entry = audit && "subject" in audit ? entryOf(caller, scope, { action: d.name, subject: audit.subject(input, result), detail, now }) : null;
      await leave(tx, record(tx, scope, now, { claim, output, events, entry })); // audit, answer, outbox
      return { output, replayed: false, rate };
    };
    if (enclosing) return nested(enclosing.tx, scope, () => work(enclosing.tx, enclosing.now));
    return transaction(scope, work); // transaction and tenant … commit
  };
  const { summary, permission, tenancy, rate, rest } = d;
  return { kind, name: d.name, input: d.input, output: d.output, execute, definition: { summary, permission, tenancy, rate, rest, idempotency, audited: audit !== undefined && "subject" in audit } };
}

/** A verb that changes something. */
export function command<const N extends string, I extends z.ZodObject, O extends z.ZodType, T extends Tenancy>(d: CommandDefinition<N, I, O, T>): Verb<"command", N, I, O> {
  return build("command", d, d as Built);
}

/** A verb that only reads: its transaction is read-only. */
export function query<const N extends string, I extends z.ZodObject, O extends z.ZodType, T extends Tenancy>(d: QueryDefinition<N, I, O, T>): Verb<"query", N, I, O> {
  return build("query", d, {});
}

/** Runs a verb from our own code and gives its output. */
export async function run<V extends AnyVerb>(verb: V, caller: Caller, input: InputOf<V>): Promise<OutputOf<V>> {
  return (await verb.execute(caller, input)).output as OutputOf<V>;
}
