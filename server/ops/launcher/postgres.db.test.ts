import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, startMark } from "./data-directory";
import { type Postgres, startPostgres } from "./postgres";

describe("the embedded Postgres", () => {
  let directory = "";
  let running: Postgres | undefined;
  const pidFile = () => path.join(directory, "postgres/postmaster.pid");
  const serverPid = () => Number(readFileSync(pidFile(), "utf8").split("\n")[0]);

  async function query(sql: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: running?.url });
    await client.connect();
    try {
      return (await client.query<object>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), "berth-postgres-"));
  });
  afterAll(async () => {
    await running?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("keeps committed data through kill -9", async () => {
    running = await startPostgres(directory);
    await query("CREATE TABLE kept AS SELECT 42 AS answer");
    process.kill(serverPid(), "SIGKILL");
    await running.ended;
    running = await startPostgres(directory);
    expect(await query("SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  it("stops a server whose parent died, and takes its place", async () => {
    const orphan = running;
    running = await startPostgres(directory);
    await orphan?.ended;
    expect(await query("SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  it("ends with the process that started it, even by kill -9", async () => {
    await running?.stop();
    const start = `const { startPostgres } = await import("./server/ops/launcher/postgres.ts"); await startPostgres(${JSON.stringify(directory)}); console.log("started"); setInterval(() => undefined, 1000);`;
    const starter = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", start], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    await once(starter.stdout, "data");
    const server = serverPid();
    expect(startMark(server)).not.toBeNull();
    starter.kill("SIGKILL");
    await expect.poll(() => startMark(server), { timeout: 20_000 }).toBeNull();
    running = await startPostgres(directory);
    expect(await query("SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  it("is not stopped by a pid file that names another program", async () => {
    await running?.stop();
    writeFileSync(pidFile(), `${process.pid}\n${path.join(directory, "postgres")}\n`);
    running = await startPostgres(directory);
    expect(await query("SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  it("moves to another port when its own is taken, and remembers it", async () => {
    await running?.stop();
    const port = Number(readFileSync(path.join(directory, "postgres.port"), "utf8"));
    const squatter = net.createServer();
    await new Promise<void>((resolve) => squatter.listen(port, "127.0.0.1", resolve));
    try {
      running = await startPostgres(directory);
    } finally {
      squatter.close();
    }
    const moved = Number(readFileSync(path.join(directory, "postgres.port"), "utf8"));
    expect(moved).not.toBe(port);
    expect(running.url).toContain(`127.0.0.1:${moved}/`);
  });
});
