import type { ReactNode } from "react";

export type State = "up" | "degraded" | "down" | "maintenance" | "unknown" | "arriving";

const TONE: Record<State, string> = {
  up: "text-up",
  degraded: "text-deg",
  down: "text-down",
  maintenance: "text-mnt",
  unknown: "text-unk",
  arriving: "text-ink-2",
};

export const STATE_WORD: Record<State, string> = {
  up: "Up",
  degraded: "Degraded",
  down: "Down",
  maintenance: "Maintenance",
  unknown: "Unknown",
  arriving: "Arriving",
};

/** Only the shape. Decorative, so a word must be beside it. */
export function StateShape({ state, className = "" }: { state: State; className?: string }) {
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true" className={className}>
      <use href={`#state-${state}`} />
    </svg>
  );
}

/**
 * Shape, word and colour, always all three. The word defaults to the state's own name; others are "Watched", "Open",
 * "Paid".
 */
export function Status({ state, children, className = "" }: { state: State; children?: ReactNode; className?: string }) {
  return (
    <span className={`status ${TONE[state]} ${className}`}>
      <StateShape state={state} />
      {children ?? STATE_WORD[state]}
    </span>
  );
}
