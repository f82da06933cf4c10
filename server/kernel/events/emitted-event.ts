// Apart from events.ts, which knows operations, so that operations can know what they emit.

/** What is written into the outbox. */
export interface EmittedEvent {
  name: string;
  /** The organisation it concerns; absent or null for the operation's own, or the network's when it has none. */
  organisationId?: string | null;
  payload: Record<string, unknown>;
}
