// Collects what happened during a request for the door that sends the response. Next turns every error during rendering
// into its own failure; through this note the door still learns that a retry makes sense.
import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "../database/process-wide";

export interface RequestNote {
  /** Seconds to wait, set once any part of the request was refused because the database was busy or away. */
  putOffSeconds: number | null;
}

const notes = processWide("request notes", () => new AsyncLocalStorage<RequestNote>());

/** Runs a request's work with a note that everything it calls can write to. */
export const withNote = <T>(note: RequestNote, work: () => T): T => notes.run(note, work);

/** Notes that a retry may succeed later. Does nothing outside a request. */
export function notePutOff(seconds: number): void {
  const note = notes.getStore();
  if (note) note.putOffSeconds = Math.max(note.putOffSeconds ?? 0, seconds);
}
