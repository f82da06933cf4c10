// The simulated network, live: every minute each pool's nodes, probes and collectors send their observations through
// the running server's signals door, spread over the minute. What could not be sent goes with the next turn, as real
// nodes would buffer it; while another process moves the clock, the network pauses. Its customers' bank transfers
// arrive here too.
import { type Instant, SECONDS_PER_MINUTE, toInstant } from "@/lib/period";
import { now } from "@/server/kernel/process/clock";
import { env } from "@/server/kernel/process/env";
import { every, type Running } from "@/server/kernel/due/every";
import { log } from "@/server/kernel/process/log";
import { serveUntilStopped } from "@/server/kernel/process/service";
import { readClock } from "../life/clock-row";
import { openPayments } from "../life/customers-bank";
import { testNewNodes } from "./acceptance";
import { calls, postSignals } from "./door";
import { Fleet, type PoolView } from "./fleet";
import { beginOf } from "../life/load";
import { nodeKey } from "./node-key";
import { workBetweenMoves } from "../life/pause";
import { phaseOf } from "./signals";
import { closeRepairs } from "./workshop";

/** How often due pools are looked up. */
const TURN_MILLISECONDS = 2_000;
/** How often we read who serves now: a node being delivered must report soon after it was chosen. */
const REFRESH_SECONDS = 10;

/** How often the bank is asked. */
const BANK_SECONDS = 60;

/** A pool's minute is over once its nodes' second of that minute has passed. */
function poolsDue(fleet: Fleet, at: Instant): { pools: PoolView[]; minute: Instant } {
  const minute = Math.floor(at / SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE;
  const second = at - minute;
  return { minute, pools: [...fleet.pools.values()].filter((pool) => (pool.settledUntil ?? 0) < minute && phaseOf(pool.id) <= second) };
}

/** Sends the pools' signals. A call that the door refused is sent again in the next turn. */
async function say(fleet: Fleet, pools: readonly PoolView[], minute: Instant, door: { address: string; key: string }): Promise<void> {
  const before = pools.map((pool) => pool.settledUntil);
  try {
    for (const signals of calls(pools.map((pool) => fleet.settle(pool, minute)))) await postSignals(door.address, door.key, signals);
  } catch (error) {
    pools.forEach((pool, index) => (pool.settledUntil = before[index] ?? null));
    log().warn({ err: error, pools: pools.length }, "the signals door did not answer; the network keeps its signals");
  }
}

async function speak(): Promise<Running> {
  const { anchor } = await readClock();
  if (anchor === null) throw new Error("the demo is not loaded");
  const door = { address: `http://127.0.0.1:${env().PORT}`, key: await nodeKey() };
  const fleet = await Fleet.open(anchor, beginOf(anchor), toInstant(now()));
  let refreshedAt = toInstant(now());
  let bankedAt = 0;
  const take = async (): Promise<void> => {
    if (toInstant(now()) - refreshedAt >= REFRESH_SECONDS) {
      refreshedAt = toInstant(now());
      await closeRepairs();
      await testNewNodes(door, refreshedAt).catch((error: unknown) => log().warn({ err: error }, "the door did not take test results; they are sent again"));
      await fleet.refresh(refreshedAt);
    }
    const at = toInstant(now());
    const { pools, minute } = poolsDue(fleet, at);
    if (pools.length > 0) await say(fleet, pools, minute, door);
    if (at - bankedAt < BANK_SECONDS) return;
    bankedAt = at;
    for (const { receivedAt, pay } of await openPayments(anchor)) if (receivedAt <= at) await pay();
  };
  return every(TURN_MILLISECONDS, "a turn of the simulated network failed", take);
}

await serveUntilStopped(() => {
  if (!env().BERTH_DEMO) throw new Error("The simulated network belongs to demo mode; set BERTH_DEMO=1.");
  return workBetweenMoves(speak);
});
