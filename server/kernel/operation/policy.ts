// The policy stage: what a rule of the organisation or of the network says about a call that its caller is authorised
// to make. The place for caps, budgets and approvals. A policy runs in the operation's own transaction, so it can lock
// what it counts; it decides from the input, and changes nothing unless it answers "pending".
import type { ProblemLimit } from "@/lib/contracts/common";
import { type ErrorCode, OperationError } from "./errors";

/** Codes a policy can refuse with. */
export type DenialCode = Extract<ErrorCode, "policy_denied" | "budget_exceeded" | "approval_required" | "limit_reached">;

export interface Denial {
  code: DenialCode;
  /** A full sentence for the caller: which rule was broken, and by how much. */
  detail: string;
  /** The limits that were hit, with what is used and what was requested. */
  limits: readonly ProblemLimit[];
  /** What the caller can do: what to release, or whom to ask. */
  suggestion?: string;
  /** Seconds until it makes sense to ask again, when waiting helps. */
  retryAfterSeconds?: number;
}

export type Decision<O> =
  | { kind: "allowed" }
  | { kind: "denied"; denial: Denial }
  /** The handler does not run. Whatever the policy wrote (an approval request) is kept, and `output` is the answer. */
  | { kind: "pending"; output: O };

export const allowed: Decision<never> = { kind: "allowed" };
export const denied = (denial: Denial): Decision<never> => ({ kind: "denied", denial });
export const pending = <O>(output: O): Decision<O> => ({ kind: "pending", output });

/** @throws OperationError with the denial's code and limits */
export function refuseDenied<O>(decision: Decision<O>): Exclude<Decision<O>, { kind: "denied" }> {
  if (decision.kind !== "denied") return decision;
  const { code, detail, limits, suggestion, retryAfterSeconds } = decision.denial;
  throw new OperationError(code, detail, {
    limits,
    ...(suggestion !== undefined && { suggestion }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}
