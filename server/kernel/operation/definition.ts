// What an operation declares. A missing property does not compile; the rules for each stage are at its declaration.
import type { z } from "zod";
import type { IdPrefix } from "@/lib/ids";
import type { Permission } from "@/lib/permissions";
import type { AuditDetail } from "../audit/audit";
import type { SharedReading, Tx } from "../database/db";
import type { EmittedEvent } from "../events/emitted-event";
import type { Actor, Caller } from "./actor";
import type { Decision } from "./policy";
import type { RateClass, RateState } from "./rate-limit";

/**
 * Whose data a verb touches: the caller's organisation, or their projects in it; their pools; the network; the caller's
 * own; or nobody's.
 */
export type Tenancy = "organisation" | "project" | "pool" | "operator" | "self" | "public";
/** required: the caller sends a key. natural: repeating the call changes nothing. none: with the reason. */
export type Idempotency = "required" | "natural" | { none: string };
/** The object the audit entry names, or why there is no entry. */
export type Audit<I, O> = { subject: (input: I, output: O) => string } | { none: string };

export interface RestDefinition {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the door's prefix, with `{field}` for inputs in the path: `/quotes/{id}`. */
  path: string;
  /** Serves only requests with this query parameter; the verb that has the path without it serves the others. */
  when?: { name: string; values: readonly string[] };
  /** Success status, default 200. A function decides by the output: 202 while an approval is pending. */
  status?: 200 | 201 | 202 | 204 | ((output: unknown) => 201 | 202);
  /** The output is a file (lib/contracts/common.ts) and is sent as such. */
  file?: boolean;
  /** /api/operator/v1 or /api/telemetry/v1 instead of /api/v1. */
  door?: "operator" | "telemetry";
}

interface Acting<T extends Tenancy> {
  actor: T extends "public" ? Actor | null : Actor;
  organisationId: T extends "organisation" | "project" ? string : string | null;
  /** The projects the caller is limited to, or null. Row security already hides all others. */
  projectIds: readonly string[] | null;
  /** Set when the caller is limited to exactly one project. */
  projectId: string | null;
  /** The pools the caller speaks for; null for all. */
  poolIds: readonly string[] | null;
  /** The clock's instant, the same throughout the stage. */
  now: Date;
  requestId: string;
  caller: Caller;
}

/** What policy and handler are given. */
export type ContextOf<T extends Tenancy> = Acting<T> & {
  tx: Tx;
  /** A new id at `now`. */
  id(prefix: IdPrefix): string;
  /** Records an event; it is written with the commit and handled after it. */
  emit(event: EmittedEvent): Promise<void>;
  /** Adds facts to the audit entry. No secrets: it is kept for ever and shown to the organisation's admins. */
  audited(detail: AuditDetail): void;
  /**
   * For verbs without an organisation: whose audit logs get the entry, and who the caller turned out to be. Without
   * organisations it goes to the network's log.
   */
  concerns(organisationIds: readonly string[], actor?: Actor): void;
};

/** What `prepare` is given: no transaction is open while it runs. */
export type PreparingOf<T extends Tenancy> = Acting<T> & {
  /** One short read-only transaction with the handler's scope. It ends before anything slow begins. */
  read<R>(reading: (tx: Tx) => Promise<R>): Promise<R>;
};

export type Policy<T extends Tenancy, I, O, P> = (ctx: ContextOf<T>, input: I, prepared: P) => Promise<Decision<O>>;

interface Common<N extends string, I extends z.ZodObject, O extends z.ZodType, T extends Tenancy, P> {
  /** `module.noun.verb`: its place in the registry. */
  name: N;
  /** One sentence for the API reference. */
  summary: string;
  input: I;
  output: O;
  /** The permission required. "none" only where the tenancy is self or public. */
  permission: Permission | (T extends "self" | "public" ? "none" : never);
  tenancy: T;
  rate: RateClass;
  rest?: RestDefinition;
  /** Why no door offers it: only our own code runs it. */
  internal?: string;
  /**
   * Slow work outside the transaction: hashing, drivers, providers. Its result is the third argument of policy and
   * handler. It runs again when the same request is repeated, and the handler may still be refused afterwards, so it
   * must have no effects.
   */
  prepare?: (ctx: PreparingOf<T>, input: z.output<I>) => Promise<P>;
  handler: (ctx: ContextOf<T>, input: z.output<I>, prepared: P) => Promise<z.input<O>>;
}
export type QueryDefinition<N extends string, I extends z.ZodObject, O extends z.ZodType, T extends Tenancy, P> = Common<N, I, O, T, P> & {
  /** For reads that hand out a file: the organisation's log records it. Files must declare it. */
  taken?: { subject: (input: z.output<I>, output: z.input<O>) => string };
};
export type CommandDefinition<N extends string, I extends z.ZodObject, O extends z.ZodType, T extends Tenancy, P> = Common<N, I, O, T, P> & {
  audit: Audit<z.output<I>, z.input<O>>;
  idempotency: Idempotency;
  /** Caps, budgets, approvals: allowed, denied with the limits, or pending (policy.ts). Skipped for a replay. */
  policy?: Policy<T, z.output<I>, z.input<O>, P>;
};

export interface Execution<O> {
  output: O;
  /** The stored answer of an earlier call with the same key. */
  replayed: boolean;
  /** What is left of the caller's rate limit; null for our own jobs. */
  rate: RateState | null;
}
/** An open transaction: that of an event handler that runs a verb, or the one that a page's reads share. */
export type Enclosing = { tx: Tx; now: Date } | SharedReading;

/** A verb as adapters see it; kept small so that its types are cheap to check. */
export interface Verb<
  K extends "command" | "query" = "command" | "query",
  N extends string = string,
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodType = z.ZodType,
> {
  readonly kind: K;
  readonly name: N;
  readonly input: I;
  readonly output: O;
  readonly definition: {
    summary: string;
    permission: Permission | "none";
    tenancy: Tenancy;
    rate: RateClass;
    rest?: RestDefinition;
    idempotency?: Idempotency;
    audited: boolean;
    /** The organisation's log records who downloaded it. */
    taken: boolean;
    internal: boolean;
  };
  execute(caller: Caller, raw: unknown, enclosing?: Enclosing): Promise<Execution<z.output<O>>>;
}
export type AnyVerb = Verb;
export type InputOf<V extends AnyVerb> = z.input<V["input"]>;
export type OutputOf<V extends AnyVerb> = z.output<V["output"]>;
