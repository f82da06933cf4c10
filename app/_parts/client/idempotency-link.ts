import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "@/server/doors/console/trpc";
import { refusalOfCall } from "./refusal";

/**
 * Refusals after which it is unknown whether this or an earlier attempt was carried out, or that are temporary: the same
 * command sent again must carry the same key.
 */
const OPEN_ENDED = new Set(["offline", "unreachable", "internal", "overloaded", "unavailable"]);

/**
 * Gives each command a key. When an answer was lost, the same command sent again carries the same key, so that it is
 * carried out once; after a clear answer the next one is a new command.
 */
export const idempotencyLink: TRPCLink<AppRouter> = () => {
  const pending = new Map<string, string>();
  return ({ next, op }) => {
    if (op.type !== "mutation") return next(op);
    const command = `${op.path} ${JSON.stringify(op.input)}`;
    const key = pending.get(command) ?? crypto.randomUUID();
    pending.set(command, key);
    return observable((observer) =>
      next({ ...op, context: { ...op.context, idempotencyKey: key } }).subscribe({
        next: (value) => {
          pending.delete(command);
          observer.next(value);
        },
        error: (error) => {
          if (!OPEN_ENDED.has(refusalOfCall(error).code)) pending.delete(command);
          observer.error(error);
        },
        complete: () => observer.complete(),
      }),
    );
  };
};
