// Re-sending stored signals, as a node or collector would have sent them.
import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import readline from "node:readline";
import { drainOutbox } from "@/server/kernel/events/outbox";
import { run } from "@/server/kernel/operation/operation";
import { router as signals } from "@/server/signals/router";
import { decodeBytes } from "@/server/doors/http/decode";
import { Failure } from "../../launcher/failure";
import { byCommandLine, type Command } from "./command";

const AT_ONCE = 4_000;

/** The signals of a line: a single one, or a call with several. @throws Failure naming the line */
function signalsOf(line: Buffer, number: number): unknown[] {
  let value: unknown;
  let text: string;
  try {
    text = decodeBytes(line);
  } catch {
    throw new Failure(`Line ${number} is not UTF-8. Nothing was sent from this line on.`);
  }
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure(`Line ${number} is no JSON. Each line is one signal, or {"signals": […]}; nothing was sent from this line on.`);
  }
  if (typeof value === "object" && value !== null && "signals" in value && Array.isArray(value.signals)) return value.signals;
  return [value];
}

interface Refused {
  line: number;
  code: string;
  reason: string;
  count: number;
}

const replay: Command = {
  words: "telemetry replay",
  summary: "Send the signals of a file, one JSON object a line. Repeated ones change nothing twice.",
  argument: "file.jsonl",
  run: async ({ argument, answer }) => {
    await access(argument).catch(() => {
      throw new Failure(`The file ${argument} cannot be read. Give a path to a file with one signal a line.`);
    });
    let taken = 0;
    let batch: { signal: unknown; line: number }[] = [];
    const refused: Refused[] = [];
    const send = async (): Promise<void> => {
      if (batch.length === 0) return;
      const sent = batch;
      batch = [];
      const outcome = await run(signals.signal.record, byCommandLine(), { signals: sent.map(({ signal }) => signal) });
      taken += outcome.taken;
      refused.push(...outcome.refused.map(({ index, code, reason, count }) => ({ line: sent[index]?.line ?? 0, code, reason, count })));
    };
    let number = 0;
    // One character per byte (latin1), so that every line keeps its exact bytes.
    for await (const line of readline.createInterface({ input: createReadStream(argument, { encoding: "latin1" }) })) {
      number += 1;
      if (line.trim() === "") continue;
      const signals = signalsOf(Buffer.from(line, "latin1"), number);
      if (batch.length + signals.length > AT_ONCE) await send();
      batch.push(...signals.map((signal) => ({ signal, line: number })));
    }
    await send();
    await drainOutbox();
    answer.give(
      { taken, refused },
      [
        `${taken.toLocaleString("en")} signals taken, ${refused.reduce((sum, { count }) => sum + count, 0).toLocaleString("en")} refused.`,
        ...refused.slice(0, 20).map(({ line, code, reason }) => `line ${line}: ${code}. ${reason}`),
      ],
      refused.length === 0,
    );
  },
};

export const telemetryCommands: readonly Command[] = [replay];
