// The demo: loading it, advancing its time, and its current status.
import { formatInstant, SECONDS_PER_DAY, SECONDS_PER_HOUR, toInstant } from "@/lib/period";
import { now } from "@/server/kernel/process/clock";
import { env } from "@/server/kernel/process/env";
import { advanceDemo, catchUp } from "@/server/demo/life/advance";
import { readClock } from "@/server/demo/life/clock-row";
import { loadDemo, wantedAnchor } from "@/server/demo/life/load";
import { withoutWaitingForDisk } from "@/server/demo/simulator/owner-session";
import { TimeIsTaken, withExclusiveTime } from "@/server/demo/life/pause";
import { reportBetween, reportLines } from "@/server/demo/life/report";
import { Failure } from "../../launcher/failure";
import { type Command, organisations, wholeNumber } from "./command";

/** The longest single advance; longer ones are split. */
const MAX_DAYS = 400;

function requireDemo(): void {
  if (!env().BERTH_DEMO)
    throw new Failure(
      "This is not a demo: its clock cannot be moved and nothing is loaded into it. Demo mode is on with the embedded database, or with BERTH_DEMO=1.",
    );
}

async function alone<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await withExclusiveTime(() => withoutWaitingForDisk(work));
  } catch (error) {
    if (error instanceof TimeIsTaken) throw new Failure("The demo clock is being moved already. Wait until that has finished, then try again.");
    throw error;
  }
}

const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(0)} s`;

const load: Command = {
  words: "demo load",
  summary: "Load the demo network and 13 months of two organisations into an empty database.",
  run: async ({ answer }) => {
    requireDemo();
    if ((await organisations()).length > 0)
      throw new Failure("The database holds organisations already. Load the demo into an empty one, for example with BERTH_DATA_DIR set to a new folder.");
    const started = performance.now();
    const { anchor, phases, tally } = await alone(() => loadDemo(wantedAnchor(), (line) => answer.say(`${line} (${seconds(started)})`)));
    answer.give({ anchor: formatInstant(anchor), phases: Object.fromEntries(phases), tally }, [
      `${tally.signals.toLocaleString("en")} signals in ${tally.calls.toLocaleString("en")} calls, ${tally.events.toLocaleString("en")} events, ${tally.instants.toLocaleString("en")} instants`,
      phases.map(([name, took]) => `${name} ${took.toFixed(1)} s`).join(", "),
    ]);
  },
};

const advance: Command = {
  words: "demo advance",
  summary: "Let the demo live through time: deliveries, faults, replacements, month closes, payments.",
  options: { days: { value: "14", help: "whole days" }, hours: { value: "6", help: "whole hours, alone or in addition" } },
  run: async ({ options, answer }) => {
    requireDemo();
    const days = wholeNumber("days", options.days) ?? 0;
    const span = days * SECONDS_PER_DAY + (wholeNumber("hours", options.hours) ?? 0) * SECONDS_PER_HOUR;
    if (span === 0) throw new Failure("Say how far: npm run berth -- demo advance --days 14");
    if (span > MAX_DAYS * SECONDS_PER_DAY) throw new Failure(`At most ${MAX_DAYS} days at once; advance several times to go further.`);
    const { anchor } = await readClock();
    if (anchor === null) throw new Failure("No demo is loaded yet. Load it with: npm run berth -- demo load");
    const started = performance.now();
    const { from, until, tally } = await alone(() => advanceDemo(anchor, span, (line) => answer.say(`${line} (${seconds(started)})`)));
    const report = await reportBetween(from, until);
    answer.give({ from: formatInstant(from), now: formatInstant(until), tally, ...report }, [
      `It is ${formatInstant(until)} now, after ${seconds(started)}.`,
      ...reportLines(report),
    ]);
  },
};

const catchUpCommand: Command = {
  words: "demo catch-up",
  summary: "Let the demo live through the time in which nobody ran it.",
  run: async ({ answer }) => {
    requireDemo();
    const { anchor } = await readClock();
    const lived = anchor === null ? null : await alone(() => catchUp(anchor, (line) => answer.say(line)));
    const hours = lived === null ? 0 : Math.round((lived.until - lived.from) / SECONDS_PER_HOUR);
    answer.give({ from: lived && formatInstant(lived.from), until: lived && formatInstant(lived.until) }, [
      lived === null ? "Nothing was missed." : `Lived through the ${hours} hours since ${formatInstant(lived.from)}.`,
    ]);
  },
};

const status: Command = {
  words: "demo status",
  summary: "What the demo was loaded for and what its clock says.",
  run: async ({ answer }) => {
    requireDemo();
    const { anchor, offsetSeconds } = await readClock();
    const at = formatInstant(toInstant(now()));
    const moved = Math.round(offsetSeconds / SECONDS_PER_HOUR) / 24;
    answer.give({ anchor: anchor === null ? null : formatInstant(anchor), now: at, offsetSeconds }, [
      anchor === null ? "No demo is loaded." : `Loaded for ${formatInstant(anchor)}; it is ${at} now, ${moved.toFixed(1)} days from the machine's own time.`,
    ]);
  },
};

export const demoCommands: readonly Command[] = [load, advance, catchUpCommand, status];
