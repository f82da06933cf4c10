// The production build with the demo loaded, as `npm run up` serves it, on its own database beside the benchmark's.
import { type ChildProcess, spawn } from "node:child_process";
import http from "node:http";
import pg from "pg";
import { DEMO_PASSWORD, organisations } from "@/prisma/seed/organisations";
import { bundle, bundlePath, buildPages, SERVED } from "@/server/ops/launcher/build";
import { freePort } from "@/server/ops/launcher/ports";
import { runToEnd, untilServing } from "@/server/ops/launcher/services";
import { migrate } from "@/server/ops/migrations/migrate";

const DATABASE = "demo";
const START_SECONDS = 60;

export interface Timing {
  /** Milliseconds to the first byte of the response, and to its last. */
  first: number;
  end: number;
}

/** One client with one connection: cookies are kept, statuses other than 200 are errors. */
export class Visitor {
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  readonly #cookies = new Map<string, string>();
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  async get(path: string, headers: http.OutgoingHttpHeaders = {}): Promise<Timing & { body: Buffer }> {
    const { status, ...answer } = await this.#request("GET", path, headers);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    return answer;
  }

  async signIn(email: string): Promise<void> {
    const { csrfToken } = JSON.parse((await this.get("/api/auth/csrf")).body.toString()) as { csrfToken: string };
    const origin = `http://localhost:${this.#port}`;
    const form = new URLSearchParams({ csrfToken, email, password: DEMO_PASSWORD, json: "true", callbackUrl: origin }).toString();
    const { status } = await this.#request("POST", "/api/auth/callback/credentials", { "content-type": "application/x-www-form-urlencoded", origin }, form);
    if (status !== 200) throw new Error(`signing in as ${email} answered ${status}`);
  }

  leave(): void {
    this.#agent.destroy();
  }

  #request(method: string, path: string, headers: http.OutgoingHttpHeaders, content?: string): Promise<Timing & { status: number; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const start = performance.now();
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const host = `localhost:${this.#port}`;
      const request = http.request(
        { agent: this.#agent, host: "127.0.0.1", port: this.#port, method, path, headers: { host, cookie, ...headers } },
        (response) => {
          for (const set of response.headers["set-cookie"] ?? []) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
            if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
          }
          let first: number | undefined;
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => {
            first ??= performance.now() - start;
            parts.push(part);
          });
          response.on("end", () => {
            const end = performance.now() - start;
            resolve({ status: response.statusCode ?? 0, first: first ?? end, end, body: Buffer.concat(parts) });
          });
        },
      );
      request.on("error", reject);
      request.end(content);
    });
  }
}

export interface DemoInstance {
  port: number;
  /** As the owner of its tables. */
  owner: pg.Client;
  /** The person of the demo who can read everything in its larger organisation. */
  email: string;
  organisation: string;
  stop(): Promise<void>;
}

/** Builds what changed, loads the demo and serves it. `server` must be able to create databases. */
export async function startDemo(server: pg.Client, url: string): Promise<DemoInstance> {
  await bundle(SERVED);
  await buildPages(SERVED);
  await server.query(`create database ${DATABASE}`);
  const address = Object.assign(new URL(url), { pathname: `/${DATABASE}` }).href;
  await migrate(address);
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const environment = {
    ...process.env,
    DATABASE_URL: address,
    MIGRATION_DATABASE_URL: address,
    BERTH_DEMO: "1",
    PORT: String(port),
    PUBLIC_URL: origin,
    NEXTAUTH_URL: origin,
    LISTEN_ADDRESS: "127.0.0.1",
  };
  await runToEnd({ name: "Loading the demo", script: bundlePath(SERVED, "berth"), args: ["demo", "load"] }, environment);
  const child: ChildProcess = spawn(process.execPath, [bundlePath(SERVED, "main")], { env: environment, stdio: ["ignore", "ignore", "inherit"] });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await untilServing(`http://127.0.0.1:${port}/api/health/ready`, START_SECONDS);
  const owner = new pg.Client({ connectionString: address });
  await owner.connect();
  const [larger] = organisations;
  const person = larger?.people.find(({ role }) => role === "owner");
  if (!larger || !person) throw new Error("the demo has no organisation with an owner");
  return {
    port,
    owner,
    email: person.email,
    organisation: larger.slug,
    stop: async () => {
      await owner.end();
      child.kill();
      await gone;
    },
  };
}
