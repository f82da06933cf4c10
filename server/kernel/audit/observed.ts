// What an organisation's log tells although nothing was changed: who was refused what, and who took which file away. A
// program that asks again and again must not fill the log: the same thing is told once in a while, with how often it was
// repeated since.
import { type Scope, transaction } from "../database/db";
import type { Caller } from "../operation/actor";
import type { OperationError } from "../operation/errors";
import { record } from "../operation/record";
import { log } from "../process/log";
import { now, systemMilliseconds } from "../process/clock";
import { type AuditDetail, entryOf } from "./audit";

/** Ends the action of an entry that tells of a refusal: nothing was done. */
export const REFUSED = ".refused";

/** Ends the action of an entry that tells of a file somebody took away. */
export const DOWNLOADED = ".downloaded";

/** The same thing is told again after this long. */
const RECORDED_FOR_MILLISECONDS = 600_000;
/** Things kept in mind; beyond them the oldest is forgotten, and told again when it comes back. */
const MAX_KEPT = 20_000;
/** Different things of one action that are told of an actor within that time; of further ones only that there are more. */
const MAX_SUBJECTS = 200;

export interface Observed {
  /** The verb's name with what became of it: REFUSED or DOWNLOADED. */
  action: string;
  subject: string;
  detail: AuditDetail;
}

interface Recorded {
  at: number;
  /** How often it came since. */
  repeated: number;
  /** Different subjects told. */
  subjects: number;
}

/** What was told lately, and how often it came again. */
export class Recently {
  readonly #recorded = new Map<string, Recorded>();

  #remember(key: string, recorded: Recorded): void {
    // Inserted anew, so that the map is in the order of telling and its first is the oldest.
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
   * What to tell of an actor doing something to a subject: how often it came since it was told last; null when it was told.
   * Beyond many subjects they are told as one.
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

/** Tells an organisation's log of it, in a transaction of its own, when it is an organisation's person or key. */
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

/** The thing an input names, when it names one. */
function subjectOf(raw: unknown, organisationId: string): string {
  const id = typeof raw === "object" && raw !== null ? (Reflect.get(raw, "id") as unknown) : undefined;
  return typeof id === "string" && /^[a-z]{3}_\w{1,40}$/.test(id) ? id : organisationId;
}

/** Tells the organisation that one of its own was refused something for want of a right. A refusal is answered whatever becomes of its entry. */
export async function recordRefusal(caller: Caller, verb: string, raw: unknown, { status, code }: OperationError): Promise<void> {
  const organisationId = caller.actor?.access.organisationId ?? null;
  if (status !== 403 || organisationId === null) return;
  try {
    await recordObserved(caller, { action: verb + REFUSED, subject: subjectOf(raw, organisationId), detail: { code } });
  } catch (error) {
    log().warn({ err: error, requestId: caller.requestId, verb }, "a refusal could not be written down");
  }
}
