import net from "node:net";
import { afterAll, afterEach, expect, it, vi } from "vitest";

const servers: net.Server[] = [];
afterEach(() => vi.unstubAllEnvs());
afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))));

/** The first message of a session without its options, as a pooler that ignores them forwards it. */
function withoutOptions(message: Buffer): Buffer {
  const fields = message.subarray(8).toString("latin1").split("\0").slice(0, -2);
  const kept = fields.flatMap((name, index) => (index % 2 === 0 && name !== "options" ? [name, fields[index + 1] ?? ""] : []));
  const body = Buffer.from(`${kept.join("\0")}\0\0`, "latin1");
  const head = Buffer.from(message.subarray(0, 8));
  head.writeInt32BE(8 + body.length, 0);
  return Buffer.concat([head, body]);
}

const refusal = (text: string): Buffer => {
  const body = Buffer.from(`SFATAL\0C08P01\0M${text}\0\0`, "latin1");
  const head = Buffer.alloc(5, "E");
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
};

/** What stands between us and Postgres, by how it treats the settings of a session. */
async function poolerThat(treats: "ignores" | "refuses"): Promise<string> {
  const behind = new URL(process.env.DATABASE_URL ?? "");
  const server = net.createServer((client) => {
    client.on("error", () => undefined);
    client.once("data", (first) => {
      if (treats === "refuses") return client.end(refusal("unsupported startup parameter: options"));
      const postgres = net.connect(Number(behind.port), behind.hostname, () => {
        postgres.write(withoutOptions(first));
        client.pipe(postgres).pipe(client);
      });
      postgres.on("error", () => client.destroy());
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = new URL(behind);
  address.port = String((server.address() as net.AddressInfo).port);
  address.hostname = "127.0.0.1";
  return address.href;
}

it.each(["ignores", "refuses"] as const)("a pooler that %s the settings of a session is refused with the reason", async (treats) => {
  vi.resetModules();
  vi.stubEnv("DATABASE_URL", await poolerThat(treats));
  const fresh = await import("./db");
  await expect(fresh.assertRole()).rejects.toThrow("leads to a connection pooler");
  await fresh.closeDatabase();
});
