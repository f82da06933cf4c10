// Separate from events.ts, which depends on operations, so that operations can declare what they emit.

/** What is written to the outbox. */
export interface EmittedEvent {
  name: string;
  /**
   * The organisation it concerns; when absent or null, the operation's own, or the network's when the operation has
   * none.
   */
  organisationId?: string | null;
  payload: Record<string, unknown>;
}
