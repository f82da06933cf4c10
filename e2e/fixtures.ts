// The starting point of a browser test: signed-in people without the form, an API key, the command line.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { test as base, type APIRequestContext, type Browser, type BrowserContext, type BrowserContextOptions, expect, type Page } from "@playwright/test";

export const PASSWORD = "berth-demo";

/** The demo's accounts by role. */
export const PEOPLE = {
  engineer: "ingrid@fjordlys.example",
  finance: "marte@fjordlys.example",
  admin: "anders@fjordlys.example",
  foreigner: "seoyeon@hanbit.example",
  operator: "ha@berth.example",
} as const;
export type Person = keyof typeof PEOPLE;

export const ORGANISATION = "fjordlys";

/** The environment of the servers under test, set by the global setup. */
export function serverEnvironment(): Record<string, string> {
  const { BERTH_TEST_ENVIRONMENT } = process.env;
  if (!BERTH_TEST_ENVIRONMENT) throw new Error("run the browser tests with: npm run test:e2e");
  const environment = JSON.parse(BERTH_TEST_ENVIRONMENT) as Record<string, string>;
  // These tests write, so they must only ever reach the throw-away database of their own run.
  if (!["127.0.0.1", "localhost"].includes(new URL(environment.DATABASE_URL ?? "postgres://nowhere").hostname))
    throw new Error("the browser tests refuse a database on another machine");
  return environment;
}

const run = promisify(execFile);

/** Runs `berth <words> --json` against the servers under test. */
export async function berth(...words: string[]): Promise<unknown> {
  const environment = serverEnvironment();
  const { stdout } = await run(process.execPath, [environment.BERTH_TEST_BUNDLE ?? "", ...words, "--json"], {
    env: { ...process.env, ...environment },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as unknown;
}

type Signed = BrowserContextOptions["storageState"];

async function signIn(browser: Browser, baseURL: string, email: string): Promise<Signed> {
  const context = await browser.newContext({ baseURL });
  try {
    const { csrfToken } = (await (await context.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
    await context.request.post("/api/auth/callback/credentials", { form: { email, password: PASSWORD, csrfToken, json: "true" } });
    const me = (await (await context.request.get("/api/auth/session")).json()) as { user?: { email?: string } };
    expect(me.user?.email).toBe(email);
    return await context.storageState();
  } finally {
    await context.close();
  }
}

interface WorkerFixtures {
  /** Sessions, one per worker and person. */
  sessions: (person: Person) => Promise<Signed>;
  /** An admin's key for the demo's first organisation. */
  key: string;
}
interface TestFixtures {
  /** A page with that person signed in. */
  as: (person: Person, options?: BrowserContextOptions) => Promise<Page>;
  /** The API with the key. */
  api: APIRequestContext;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  sessions: [
    async ({ browser }, use) => {
      const kept = new Map<Person, Promise<Signed>>();
      await use((person) => {
        const known = kept.get(person) ?? signIn(browser, process.env.BERTH_TEST_ADDRESS ?? "", PEOPLE[person]);
        kept.set(person, known);
        return known;
      });
    },
    { scope: "worker" },
  ],
  key: [
    async ({}, use) => {
      const made = (await berth("api-key", "create", "--organisation", ORGANISATION, "--role", "admin", "--name", "browser tests")) as { key: string };
      await use(made.key);
    },
    { scope: "worker" },
  ],
  as: async ({ browser, sessions, baseURL }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (person, options = {}) => {
      const context = await browser.newContext({ baseURL, locale: "en-GB", timezoneId: "UTC", storageState: await sessions(person), ...options });
      contexts.push(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
  api: async ({ playwright, key, baseURL }, use) => {
    const context = await playwright.request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${key}` } });
    await use(context);
    await context.dispose();
  },
});

export { expect };

interface List {
  data: { id: string; number?: string | null }[];
}

/** Ids in the demo, read through REST. */
export async function firstId(api: APIRequestContext, path: string): Promise<string> {
  const answer = await api.get(`/api/v1/${path}`);
  expect(answer.status()).toBe(200);
  const { data } = (await answer.json()) as List;
  const [first] = data;
  if (!first) throw new Error(`${path} is empty in the demo`);
  return first.id;
}

/** Every page of the console with data behind it. */
export async function consolePages(api: APIRequestContext): Promise<{ path: string; person: Person }[]> {
  const [arriving, running, prepayment, month, incident] = [
    await firstId(api, "clusters"),
    await firstId(api, "clusters?search=pretrain-7"),
    await firstId(api, "invoices"),
    await firstId(api, "invoices?search=October"),
    await firstId(api, "incidents"),
  ];
  const at = (path: string, person: Person) => ({ path: `/${ORGANISATION}/${path}`, person });
  return [
    at("overview", "engineer"),
    at("overview", "finance"),
    at("reserve", "engineer"),
    at("reserve?nodes=4000", "engineer"),
    at("clusters", "engineer"),
    at(`clusters/${arriving}`, "engineer"),
    at(`clusters/${running}`, "engineer"),
    at("reliability", "engineer"),
    at(`reliability/incidents/${incident}`, "engineer"),
    at("billing", "finance"),
    at(`billing/invoices/${prepayment}`, "finance"),
    at(`billing/invoices/${month}`, "finance"),
    at("billing", "engineer"),
    at("organisation/members", "admin"),
    at("organisation/projects", "admin"),
    at("organisation/roles", "engineer"),
    at("organisation/keys", "admin"),
    at("organisation/audit", "admin"),
    at("account", "finance"),
    { path: "/operator", person: "operator" },
  ];
}
