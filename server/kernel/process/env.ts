// The only reader of the environment. Everything is checked together at boot; an error names the variable and the fix.
import { z } from "zod";

const flag = z.enum(["1", "0", "true", "false", "on", "off"]).transform((value) => value === "1" || value === "true" || value === "on");
const port = z.coerce.number().int().min(1).max(65535);
const longSecret = "must have at least 32 characters; make one with: openssl rand -base64 32";
const secret = z.string({ error: longSecret }).min(32, longSecret);
const databaseUrl = "must look like postgresql://user:password@host:5432/berth; `npm run up` sets it to its own Postgres when it is missing";

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  /** Postgres, as a login that can assume DATABASE_ROLE. */
  DATABASE_URL: z.string({ error: databaseUrl }).regex(/^postgres(ql)?:\/\//, databaseUrl),
  /**
   * The role that runs every statement: owns nothing, bypasses nothing. Empty when DATABASE_URL already logs in as such
   * a role.
   */
  DATABASE_ROLE: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$|^$/, "must be a plain role name such as berth_app")
    .default("berth_app"),
  DATABASE_POOL_MAX: z.coerce.number().int().min(1).max(200).default(10),
  /** How long a call waits for a connection before it is refused with a retry time. */
  DATABASE_WAIT_SECONDS: z.coerce.number().positive().max(60).default(5),
  /** Pepper for key hashes and sealed secrets. Changing it invalidates every API key. */
  BERTH_SECRET: secret,
  /** The public address of the console; links in documents and mails start with it. */
  PUBLIC_URL: z.url({ error: "must be the console's address, such as https://console.example.com" }).optional(),
  PORT: port.default(3000),
  /** Address to listen on. */
  LISTEN_ADDRESS: z.string().default("0.0.0.0"),
  /** all: people and programs; programs: the REST, signals and health doors alone, without Next. */
  DOORS: z.enum(["all", "programs"]).default("all"),
  /** Simulated network, movable clock, demo accounts on the sign-in page. */
  BERTH_DEMO: flag.default(false),
  /** The instant the demo is loaded for; real time when unset. */
  BERTH_DEMO_NOW: z.iso.datetime({ error: "must be an instant in UTC, such as 2026-11-22T14:32:00Z" }).optional(),
  /** Set by the launcher: the database is the one that `npm run up` runs itself, whose only login is a superuser. */
  BERTH_EMBEDDED_POSTGRES: flag.default(false),
  BERTH_DATA_DIR: z.string().default(".berth"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** Seconds between "not ready" and closing, so that a load balancer notices. */
  DRAIN_SECONDS: z.coerce.number().min(0).max(300).default(0),
  /** Number of trusted proxies in front: that many entries of X-Forwarded-For are believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Multiplies every rate limit; the benchmarks raise it. */
  RATE_LIMIT_SCALE: z.coerce.number().positive().default(1),
});

/** Defaults derived from other variables. */
const complete = schema.transform((given) => ({ ...given, PUBLIC_URL: given.PUBLIC_URL ?? `http://localhost:${given.PORT}` }));

export type Env = z.output<typeof complete>;

/** Reads an environment, or throws with one line per error: variable, what is wrong, the fix. */
export function readEnv(source: Record<string, string | undefined>): Env {
  // An empty variable means "not set", except where empty has a meaning.
  const given = Object.fromEntries(Object.entries(source).filter(([name, value]) => value !== "" || name === "DATABASE_ROLE"));
  const parsed = complete.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join(".");
    return `${name}${given[name] === undefined ? " is not set" : ""}: ${issue.message}`;
  });
  throw new Error(`The environment is not complete.\n${lines.map((line) => `  ${line}`).join("\n")}`);
}

let current: Env | undefined;

function readOwn(): Env {
  const own = readEnv(process.env);
  // The sign-in library reads its own variable; it defaults to the same address.
  process.env.NEXTAUTH_URL ||= own.PUBLIC_URL;
  return own;
}

/** The environment of this process, read once. */
export const env = (): Env => (current ??= readOwn());
