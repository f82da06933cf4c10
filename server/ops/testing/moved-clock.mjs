// Moves the clock of one process, in production mode too, without the product knowing of it. For tests alone:
//
//   BERTH_TEST_CLOCK=/path/to/seconds node --import ./server/ops/testing/moved-clock.mjs dist/worker.js
//
// The file holds by how many seconds the process runs ahead of the machine; it may be rewritten while the process runs.
// Postgres keeps the machine's time, which only waits after failures and leases look at.
import { readFileSync } from "node:fs";

const file = process.env.BERTH_TEST_CLOCK;
if (!file) throw new Error("BERTH_TEST_CLOCK names no file");

const LOOK_MILLISECONDS = 100;
const machineNow = Date.now.bind(Date);
let aheadMilliseconds = 0;
let lookedAt = -Infinity;

function ahead() {
  if (performance.now() - lookedAt >= LOOK_MILLISECONDS) {
    lookedAt = performance.now();
    const seconds = Number(readFileSync(file, "utf8"));
    // A file caught half-written keeps the clock as it was.
    if (Number.isFinite(seconds)) aheadMilliseconds = seconds * 1000;
  }
  return aheadMilliseconds;
}

const MachineDate = Date;
globalThis.Date = class Date extends MachineDate {
  constructor(...given) {
    if (given.length === 0) super(machineNow() + ahead());
    else super(...given);
  }
  static now() {
    return machineNow() + ahead();
  }
};
