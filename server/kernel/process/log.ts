// Structured logs. Secrets are redacted by path, whoever logs them.
import pino, { type Logger } from "pino";
import { env } from "./env";

const SECRETS = ["authorization", "cookie", "password", "passwordHash", "secret", "key", "sessionToken", "hash"];

/**
 * What the driver attaches to an error: its whole connection, and Postgres' "Failing row contains …" with every value.
 */
const LEFT_OUT = new Set(["client", "detail", "where", "internalQuery"]);

/** An error serialised for pino, without the connections and rows that it or its causes carry. */
export function shown(error: Error): unknown {
  const serialized = pino.stdSerializers.err(error);
  try {
    return JSON.parse(
      JSON.stringify(serialized, (name, value: unknown) => (LEFT_OUT.has(name) ? undefined : typeof value === "bigint" ? String(value) : value)),
    );
  } catch {
    return { type: serialized.type, message: serialized.message, stack: serialized.stack };
  }
}

let root: Logger | undefined;

const create = (): Logger =>
  pino({
    level: env().LOG_LEVEL,
    base: { service: "berth" },
    redact: { paths: [...SECRETS, ...SECRETS.map((name) => `*.${name}`), "headers.authorization", "headers.cookie"], censor: "[removed]" },
    serializers: { err: shown },
  });

/** The process's logger, created on first use so that importing a module reads no environment. */
export const log = (): Logger => (root ??= create());

/** A logger for one request: every line carries its id. */
export const logOf = (requestId: string): Logger => log().child({ requestId });
