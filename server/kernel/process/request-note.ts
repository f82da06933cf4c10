// What happened while a request was answered, for the door that sends the answer. A page's rendering turns every error into
// its own kind of failure; here the door still learns that the work was only put off.
import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "../database/process-wide";

export interface RequestNote {
  /** Seconds to wait, once something of the request was refused because the database was busy or away. */
  putOffSeconds: number | null;
}

const notes = processWide("request notes", () => new AsyncLocalStorage<RequestNote>());

/** Runs a request's work with a note that everything it calls can write on. */
export const withNote = <T>(note: RequestNote, work: () => T): T => notes.run(note, work);

/** Something of this request may succeed later. Outside a request nobody reads it. */
export function notePutOff(seconds: number): void {
  const note = notes.getStore();
  if (note) note.putOffSeconds = Math.max(note.putOffSeconds ?? 0, seconds);
}
