// Moves the clock of one process, also in production mode, without the product knowing. For tests only:
//
//   BERTH_TEST_CLOCK=/path/to/seconds node --import ./server/ops/testing/moved-clock.mjs dist/worker.js
//
// The file holds the number of seconds by which the process runs ahead of real time; it can be rewritten while the
// process runs. Postgres keeps real time, which only back-offs and leases use.
import { readFileSync } from "node:fs";

const file = process.env.BERTH_TEST_CLOCK;
if (!file) throw new Error("BERTH_TEST_CLOCK names no file");

const CHECK_MILLISECONDS = 100;
const machineNow = Date.now.bind(Date);
let aheadMilliseconds = 0;
let checkedAt = -Infinity;

function ahead() {
  if (performance.now() - checkedAt >= CHECK_MILLISECONDS) {
    checkedAt = performance.now();
    const seconds = Number(readFileSync(file, "utf8"));
    // Reading a half-written file leaves the clock as it was.
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
