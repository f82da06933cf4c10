// The command line, for people, cron and programs: `npm run berth -- <noun> <verb>`. Each command runs operations of
// the registry as the system; exit code 0 means success.
import "@/server/doors/wiring";
import { closeDatabase, PoolerRefused } from "@/server/kernel/database/db";
import { env } from "@/server/kernel/process/env";
import { OperationError } from "@/server/kernel/operation/errors";
import { billingCommands } from "./commands/billing";
import { checkCommands } from "./commands/checks";
import { Answer, type Command, readOptions } from "./commands/command";
import { demoCommands } from "./commands/demo";
import { networkCommands } from "./commands/network";
import { organisationCommands } from "./commands/organisations";
import { telemetryCommands } from "./commands/telemetry";
import { verbCommands } from "./commands/verbs";
import { Failure } from "../launcher/failure";

const COMMANDS: readonly Command[] = [
  ...networkCommands,
  ...organisationCommands,
  ...billingCommands,
  ...telemetryCommands,
  ...checkCommands,
  ...demoCommands,
  ...verbCommands,
];

const usageOf = ({ words, argument, options }: Command): string => {
  const shown = Object.entries(options ?? {}).map(([name, { value, required }]) => {
    const text = `--${name}${value === undefined ? "" : ` ${value}`}`;
    return required === true ? text : `[${text}]`;
  });
  return [words, ...(argument === undefined ? [] : [`<${argument}>`]), ...shown].join(" ");
};

function help(about: string): string {
  const chosen = COMMANDS.filter(({ words }) => about !== "" && (words === about || words.startsWith(`${about} `)));
  if (chosen.length === 1) {
    return chosen
      .flatMap((command) => [
        `npm run berth -- ${usageOf(command)}`,
        "",
        command.summary,
        "",
        ...Object.entries({ ...command.options, json: { help: "answer with one JSON value" } }).map(([name, option]) => `  --${name.padEnd(14)}${option.help}`),
      ])
      .join("\n");
  }
  const listed = chosen.length > 0 ? chosen : COMMANDS;
  const width = Math.max(...listed.map(({ words }) => words.length));
  return [
    "npm run berth -- <command> [options] [--json]",
    "",
    ...listed.map(({ words, summary }) => `  ${words.padEnd(width)}  ${summary}`),
    "",
    "npm run berth -- help <command> names its options.",
  ].join("\n");
}

/** The command that the arguments begin with; the longest match wins. */
function find(words: readonly string[]): { command: Command; rest: string[] } {
  for (const length of [2, 1]) {
    const command = COMMANDS.find((candidate) => candidate.words === words.slice(0, length).join(" "));
    if (command) return { command, rest: words.slice(length) };
  }
  const said = words
    .filter((word) => !word.startsWith("-"))
    .slice(0, 2)
    .join(" ");
  const near = COMMANDS.filter((candidate) => candidate.words.startsWith(`${words[0] ?? ""} `)).map((candidate) => candidate.words);
  throw new Failure(
    `There is no command ${said === "" ? (words[0] ?? "") : said}. ${near.length > 0 ? `There is: ${near.join(", ")}.` : "See: npm run berth -- help"}`,
  );
}

async function main(words: readonly string[]): Promise<number> {
  // The replacement character: bytes that were not UTF-8 arrive as this.
  const broken = words.findIndex((word) => word.includes("\ufffd"));
  if (broken >= 0) throw new Failure(`Word ${broken + 1} of the command is not UTF-8. Set the terminal to UTF-8, or correct the text.`);
  const [first] = words;
  if (first === undefined || first === "help" || first === "--help" || first === "-h") {
    process.stdout.write(`${help(words.slice(1).join(" "))}\n`);
    return first === undefined ? 1 : 0;
  }
  if (words.includes("--help")) {
    process.stdout.write(
      `${help(
        words
          .filter((word) => !word.startsWith("-"))
          .slice(0, 2)
          .join(" "),
      )}\n`,
    );
    return 0;
  }
  const { command, rest } = find(words);
  const { argument, options, json } = readOptions(command, rest);
  const answer = new Answer(json);
  // Reports missing environment variables itself, rather than leaving it to the first statement that needs them.
  try {
    env();
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error));
  }
  await command.run({ argument, options, answer });
  return answer.ok ? 0 : 1;
}

/** One line with the problem and its fix; a defect of ours keeps its stack. */
function complaint(error: unknown): string {
  if (error instanceof Failure || error instanceof PoolerRefused) return error.message;
  if (!(error instanceof OperationError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const fields = (error.errors ?? []).map(
    ({ pointer, message }) => `${pointer.replace(/^\//, "").replaceAll("/", ".") || "the input"} ${message.replace(/\.$/, "")}`,
  );
  return [`${error.code}: ${error.message}`, ...(fields.length > 0 ? [`${fields.join("; ")}.`] : []), error.suggestion].join(" ");
}

let code: number;
try {
  code = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${complaint(error)}\n`);
  code = 1;
}
await closeDatabase().catch(() => undefined);
process.exit(code);
