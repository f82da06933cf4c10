// Structured logs. Secrets are cut out by path, whoever logs them.
import pino, { type Logger } from "pino";
import { env } from "./env";

const SECRETS = ["authorization", "cookie", "password", "passwordHash", "secret", "key", "sessionToken", "hash"];

/** An error as pino shows it, without the whole connection that the driver hangs on it. */
function shown(error: Error): unknown {
  const serialized: unknown = pino.stdSerializers.err(error);
  if (typeof serialized === "object" && serialized !== null) Reflect.deleteProperty(serialized, "client");
  return serialized;
}

let root: Logger | undefined;

const create = (): Logger =>
  pino({
    level: env().LOG_LEVEL,
    base: { service: "berth" },
    redact: { paths: [...SECRETS, ...SECRETS.map((name) => `*.${name}`), "headers.authorization", "headers.cookie"], censor: "[removed]" },
    serializers: { err: shown },
  });

/** The process's logger; made on first use, so that importing a module reads no environment. */
export const log = (): Logger => (root ??= create());

/** A logger for one request: every line carries its id. */
export const logOf = (requestId: string): Logger => log().child({ requestId });
