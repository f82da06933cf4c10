import { log } from "../process/log";

/** A loop that runs until it is stopped; stopping waits for the current turn. */
export interface Running {
  stop(): Promise<void>;
}

/** Repeats `work`, never concurrently; a failure is logged as `what` and the next turn tries again. */
export function every(milliseconds: number, what: string, work: () => Promise<void>): Running {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  const next = (): void => {
    turn = work()
      .catch((error: unknown) => log().warn({ err: error }, what))
      .then(() => {
        if (!stopped) timer = setTimeout(next, milliseconds);
      });
  };
  next();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
