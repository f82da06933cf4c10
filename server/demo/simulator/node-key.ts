// The credential with which the simulated network sends signals, stored in the data directory.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { useApiKey } from "@/server/identity";
import { router as identity } from "@/server/identity/router";
import { transaction } from "@/server/kernel/database/db";
import { now } from "@/server/kernel/process/clock";
import { env } from "@/server/kernel/process/env";
import { run } from "@/server/kernel/operation/operation";
import { hashApiKey, isApiKey } from "@/server/kernel/process/secrets";
import { NETWORK } from "./fleet";
import { byJob } from "../life/people";

const keyFile = (): string => path.resolve(env().BERTH_DATA_DIR, "network.key");

/** The stored key if this database knows it for every pool, else a new one. */
export async function nodeKey(): Promise<string> {
  const file = keyFile();
  const kept = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  const pools = await transaction({ ...NETWORK, readOnly: true }, (tx) => tx.sql<{ id: string }>(`select id from catalog.pool order by id`));
  if (isApiKey(kept)) {
    const credential = await transaction(NETWORK, (tx) => useApiKey(tx, hashApiKey(kept), now()));
    if (credential && pools.every(({ id }) => credential.poolIds.includes(id))) return kept;
  }
  // One process plays every machine, so it speaks for all of them; a real credential is limited to its own pools.
  const { key } = await run(identity.nodeKey.create, byJob("simulated network"), {
    name: "simulated network",
    pools: pools.map(({ id }) => id),
    sources: ["agent", "probe-1", "probe-2", "probe-3", "collector"],
  });
  writeFileSync(file, `${key}\n`, { mode: 0o600 });
  return key;
}
