// Entries in an organisation's log for events that change nothing: refusals and downloads. A program that keeps asking
// must not fill the log, so the same event is recorded once in a while, with the number of repetitions since.
import { type Scope, transaction } from "../database/db";
import type { Caller } from "../operation/actor";
import type { OperationError } from "../operation/errors";
import { record } from "../operation/record";
import { log } from "../process/log";
import { now, systemMilliseconds } from "../process/clock";
import { type AuditDetail, entryOf } from "./audit";

/** Suffix of the action for a refusal: nothing was done. */
export const REFUSED = ".refused";

/** Suffix of the action for a downloaded file. */
export const DOWNLOADED = ".downloaded";

/** The same event is recorded again after this long. */
const RECORDED_FOR_MILLISECONDS = 600_000;
/** Events kept in memory; beyond that the oldest is dropped, and recorded again when it recurs. */
const MAX_KEPT = 20_000;
/**
 * Different subjects of one action recorded per actor within that time; after that only the fact that there are more.
 */
const MAX_SUBJECTS = 200;

export interface Observed {
  /** The verb's name with the outcome: REFUSED or DOWNLOADED. */
  action: string;
  subject: string;
  detail: AuditDetail;
}

interface Recorded {
  at: number;
  /** How often it has recurred since. */
  repeated: number;
  /** Different subjects recorded. */
  subjects: number;
}

/** What was recorded recently, and how often it has recurred. */
export class Recently {
  readonly #recorded = new Map<string, Recorded>();

  #remember(key: string, recorded: Recorded): void {
    // Re-inserted, so that the map is in order of recording and its first entry is the oldest.
    this.#recorded.delete(key);
    const [oldest] = this.#recorded.keys();
    if (this.#recorded.size >= MAX_KEPT && oldest !== undefined) this.#recorded.delete(oldest);
    this.#recorded.set(key, recorded);
  }

  #known(key: string, at: number): Recorded | null {
    const known = this.#recorded.get(key);
    return known && at - known.at < RECORDED_FOR_MILLISECONDS ? known : null;
  }

  /**
   * How often the event has recurred since it was last recorded; null when it need not be recorded now. Beyond the
   * limit of subjects, further ones are recorded as one.
   */
  tell(what: string, subject: string, at: number): number | null {
    const all = this.#known(what, at) ?? { at, repeated: 0, subjects: 0 };
    const few = all.subjects < MAX_SUBJECTS;
    const key = few ? `${what} ${subject}` : `${what} and more`;
    const known = this.#known(key, at);
    if (known) {
      known.repeated += 1;
      return null;
    }
    const repeated = this.#recorded.get(key)?.repeated ?? 0;
    this.#remember(what, { ...all, subjects: all.subjects + 1 });
    this.#remember(key, { at, repeated: 0, subjects: 0 });
    return repeated;
  }
}

const recently = new Recently();

/**
 * Adds an entry to an organisation's log, in a separate transaction, when the caller is a person or key of the
 * organisation.
 */
export async function recordObserved(caller: Caller, { action, subject, detail }: Observed): Promise<void> {
  const { actor } = caller;
  const organisationId = actor?.access.organisationId ?? null;
  if (organisationId === null || (actor?.kind !== "user" && actor?.kind !== "apiKey")) return;
  const repeated = recently.tell(`${organisationId} ${actor.id} ${action}`, subject, systemMilliseconds());
  if (repeated === null) return;
  const scope: Scope = { organisationId, network: false, readOnly: false };
  const at = now();
  const entry = entryOf(caller, organisationId, { action, subject, detail: { ...detail, ...(repeated > 0 && { repeated }) }, now: at });
  await transaction(scope, (tx) => record(tx, scope, at, { claim: null, output: null, events: [], entry }));
}

/** The object named in an input, if any. */
function subjectOf(raw: unknown, organisationId: string): string {
  const id = typeof raw === "object" && raw !== null ? (Reflect.get(raw, "id") as unknown) : undefined;
  return typeof id === "string" && /^[a-z]{3}_\w{1,40}$/.test(id) ? id : organisationId;
}

/**
 * Records that someone of the organisation was refused for lack of a permission. The refusal is answered even if its
 * entry cannot be written.
 */
export async function recordRefusal(caller: Caller, verb: string, raw: unknown, { status, code }: OperationError): Promise<void> {
  const organisationId = caller.actor?.access.organisationId ?? null;
  if (status !== 403 || organisationId === null) return;
  try {
    await recordObserved(caller, { action: verb + REFUSED, subject: subjectOf(raw, organisationId), detail: { code } });
  } catch (error) {
    log().warn({ err: error, requestId: caller.requestId, verb }, "a refusal could not be written down");
  }
}
