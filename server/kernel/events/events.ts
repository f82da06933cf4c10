// Effects that must follow a decision: written to the outbox by the deciding transaction, run afterwards.
//
//   // server/reliability/events.ts: the publishing module
//   export const nodeDown = defineEvent("signals.node.down", z.object({ nodeId: z.string(), at: z.string() }));
//   …in a handler:  await ctx.emit(nodeDown({ nodeId, at }, organisationId));
//
//   // server/billing/events.ts: a module above it that subscribes
//   export const handlers = [onEvent(nodeDown, "billing.stop-metering", async (ctx, payload) => { … ctx.run(verb, input) … })];
//
// server/doors/wiring.ts collects every module's `handlers`.
import type { z } from "zod";
import type { Caller } from "../operation/actor";
import type { Tx } from "../database/db";
import type { EmittedEvent } from "./emitted-event";
import type { AnyVerb, InputOf, OutputOf } from "../operation/operation";

export type { EmittedEvent } from "./emitted-event";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A kind of event; call it to create one. */
export interface EventDefinition<P extends z.ZodObject = z.ZodObject> {
  readonly eventName: string;
  readonly payload: P;
  (payload: z.input<P>, organisationId?: string | null): EmittedEvent;
}

/** What a payload may hold: ids, and what can never change again. A state would be old by the time somebody reads it. */
const FIELDS = /^(\w+Id|at|month|number|revision|kind)$/;

/**
 * Declares a kind of event. Payloads are plain JSON and carry ids, not copies of rows.
 * @throws Error for any other field
 */
export function defineEvent<P extends z.ZodObject>(name: string, payload: P): EventDefinition<P> {
  const other = Object.keys(payload.shape).find((field) => !FIELDS.test(field));
  if (other !== undefined) throw new Error(`${name} carries ${other}: an event carries ids, and its handlers read what is true`);
  const make = (given: z.input<P>, organisationId: string | null = null): EmittedEvent => ({ name, organisationId, payload: payload.parse(given) });
  return Object.assign(make, { eventName: name, payload });
}

/**
 * What a handler works with. Everything it does commits together with the note that it ran, so it takes effect once.
 * Events arrive in any order: the payload says where to look, the rows say what is true.
 */
export interface EventContext {
  tx: Tx;
  now: Date;
  organisationId: string | null;
  /** The event's id, a natural idempotency key. */
  eventId: string;
  /** How the handler's own actions are attributed. */
  caller: Caller;
  /** Runs a verb inside this transaction, for the event's organisation unless another is given. */
  run<V extends AnyVerb>(verb: V, input: InputOf<V>, organisationId?: string | null): Promise<OutputOf<V>>;
}

export interface EventHandler {
  event: string;
  /** Unique. Subscriptions and deliveries are stored under it, so never rename it while events are pending. */
  name: string;
  handle(ctx: EventContext, payload: unknown): Promise<void>;
}

/** Subscribes to an event. An event can have several handlers. */
export function onEvent<P extends z.ZodObject>(
  definition: EventDefinition<P>,
  name: string,
  handle: (ctx: EventContext, payload: z.output<P>) => Promise<void>,
): EventHandler {
  return { event: definition.eventName, name, handle: (ctx, payload) => handle(ctx, definition.payload.parse(payload)) };
}

const registry = new Map<string, EventHandler>();

/** Registers handlers in this process. Registering the same name again replaces it. */
export function registerHandlers(handlers: readonly EventHandler[]): void {
  for (const handler of handlers) registry.set(handler.name, handler);
}

/** All handlers registered in this process, in order of registration. */
export const knownHandlers = (): readonly EventHandler[] => [...registry.values()];

export const handlerNamed = (name: string): EventHandler | undefined => registry.get(name);
