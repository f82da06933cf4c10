// One authorised REST read beside bare Node and pg: CPU time of the serving process per request.
import { type ChildProcess, spawn } from "node:child_process";
import http from "node:http";
import path from "node:path";
import { freePort } from "@/server/ops/launcher/ports";
import { testTenant } from "@/server/kernel/testing";
import { cpuMilliseconds, perSecond, WARM_UP_SECONDS } from "./measure";
import { ms, type Row } from "./row";

const CLIENTS = 8;
const SECONDS = 4;
const root = path.resolve(import.meta.dirname, "..");

/** Starts a server from TypeScript and waits until it answers. */
async function serve(entry: string, port: number, probe: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", entry], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PORT: String(port), DOORS: "programs", LISTEN_ADDRESS: "127.0.0.1", PUBLIC_URL: `http://127.0.0.1:${port}` },
  });
  const until = performance.now() + 30_000;
  while (performance.now() < until) {
    const status = await get(new http.Agent(), port, probe, "").catch(() => 0);
    if (status > 0 && status < 500) return child;
    await new Promise((resolve) => setImmediate(resolve));
  }
  child.kill();
  throw new Error(`${entry} did not answer within 30 s`);
}

const get = (agent: http.Agent, port: number, pathname: string, key: string): Promise<number> =>
  new Promise((resolve, reject) => {
    http
      .get({ agent, port, host: "127.0.0.1", path: pathname, headers: key === "" ? {} : { authorization: `Bearer ${key}` } }, (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      })
      .on("error", reject);
  });

/** CPU milliseconds per request of a server under load. */
async function cpuPerRequest(entry: string, pathname: string, key: string): Promise<number> {
  const port = await freePort();
  const child = await serve(entry, port, pathname);
  const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS });
  try {
    const call = async () => {
      const status = await get(agent, port, pathname, key);
      if (status !== 200) throw new Error(`${pathname} answered ${status}`);
    };
    await perSecond(CLIENTS, WARM_UP_SECONDS, call);
    const before = cpuMilliseconds(child.pid ?? 0);
    const rate = await perSecond(CLIENTS, SECONDS, call);
    return (cpuMilliseconds(child.pid ?? 0) - before) / (rate * SECONDS);
  } finally {
    agent.destroy();
    child.kill();
  }
}

export async function read(): Promise<Row[]> {
  const tenant = await testTenant();
  const { key } = await tenant.makeKey();
  const floor = await cpuPerRequest("bench/bare-server.ts", `/projects/${tenant.projectId}`, "");
  const berth = await cpuPerRequest("server/main.ts", "/api/v1/projects", key);
  return [
    {
      work: "one authorised read by REST, CPU of the server",
      peer: "bare Node and pg",
      peerFigure: ms(floor),
      berthFigure: ms(berth),
      ratio: berth / floor,
      better: "lower",
      target: "≤ 3×",
      reached: berth / floor <= 3,
    },
  ];
}
