// What a command is, how its arguments and options are parsed, and how it answers.
import { parseArgs } from "node:util";
import { nearest } from "@/lib/nearest";
import { router as identity } from "@/server/identity/router";
import { type Caller, systemCaller } from "@/server/kernel/operation/actor";
import { transaction } from "@/server/kernel/database/db";
import { run } from "@/server/kernel/operation/operation";
import { randomId } from "@/server/kernel/process/random";
import { Failure } from "../../launcher/failure";

export interface Option {
  /** The placeholder after the name in the help; without one it is a switch. */
  value?: string;
  help: string;
  required?: boolean;
}

/** Option values by name; switches are "true". */
export type Options = Readonly<Record<string, string | undefined>>;

export interface Command {
  /** `org create` */
  words: string;
  summary: string;
  /** A positional argument, such as a file. */
  argument?: string;
  options?: Readonly<Record<string, Option>>;
  run(call: { argument: string; options: Options; answer: Answer }): Promise<void>;
}

/** Prints for people or, with --json, for programs: then standard output is exactly one JSON value. */
export class Answer {
  /** Whether the command succeeded and the check it ran holds. */
  ok = true;

  constructor(readonly json: boolean) {}

  /** A progress line for people; goes to standard error when programs read the output. */
  say(line: string): void {
    (this.json ? process.stderr : process.stdout).write(`${line}\n`);
  }

  /** The result. Without `ok` the command ends with exit code 1. */
  give(value: unknown, lines: readonly string[], ok = true): void {
    this.ok &&= ok;
    process.stdout.write(this.json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(""));
  }
}

/** Collects the options as written, each at most once. @throws Failure naming the option and the nearest known one */
function written(words: string[], known: ReadonlyMap<string, Option>, usage: string): { values: Map<string, string>; positionals: string[] } {
  const types = Object.fromEntries([...known].map(([name, { value }]) => [name, { type: value === undefined ? ("boolean" as const) : ("string" as const) }]));
  const { tokens } = parseArgs({ args: words, strict: false, allowPositionals: true, tokens: true, options: types });
  const values = new Map<string, string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const option = known.get(token.name);
    if (!option) {
      const meant = nearest(token.name, [...known.keys()]);
      throw new Failure(`There is no option ${token.rawName} here${meant === null ? "." : `; did you mean --${meant}?`} ${usage}`);
    }
    if (values.has(token.name)) throw new Failure(`--${token.name} is given twice. ${usage}`);
    if (option.value === undefined && token.value !== undefined) throw new Failure(`--${token.name} takes no value. ${usage}`);
    // A separate word that looks like an option is not a value: the value was forgotten.
    if (option.value !== undefined && (token.value === undefined || (!token.inlineValue && token.value.startsWith("-"))))
      throw new Failure(`--${token.name} needs a value: ${option.value}. ${usage}`);
    values.set(token.name, token.value ?? "true");
  }
  return { values, positionals };
}

/** Parses the options of a command. @throws Failure naming the option and the fix */
export function readOptions(command: Command, words: string[]): { argument: string; options: Options; json: boolean } {
  const declared = Object.entries(command.options ?? {});
  const usage = `See: npm run berth -- help ${command.words}`;
  const { values, positionals } = written(words, new Map<string, Option>([...declared, ["json", { help: "" }]]), usage);
  for (const [name, { required, value }] of declared) {
    if (required === true && !values.has(name)) throw new Failure(`--${name} ${value ?? ""} is needed. ${usage}`);
  }
  const [argument = "", ...more] = positionals;
  if (command.argument === undefined && positionals.length > 0) throw new Failure(`${command.words} takes no ${argument}. ${usage}`);
  if (command.argument !== undefined && (argument === "" || more.length > 0)) throw new Failure(`Give exactly one ${command.argument}. ${usage}`);
  return { argument, options: Object.fromEntries(values), json: values.has("json") };
}

/** A caller for the network or on behalf of an organisation. */
export const byCommandLine = (organisationId: string | null = null): Caller => ({
  ...systemCaller("command line", organisationId, "cli"),
  idempotencyKey: randomId("req"),
});

export interface FoundOrganisation {
  id: string;
  slug: string;
  name: string;
  country: string;
}

/** Every organisation, by short name. */
export async function organisations(): Promise<FoundOrganisation[]> {
  const all: FoundOrganisation[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await run(identity.organisation.list, byCommandLine(), { limit: 200, cursor });
    all.push(...page.data);
    if (page.nextCursor === null) return all;
    cursor = page.nextCursor;
  }
}

/** The organisation with that id or short name. @throws Failure */
export async function organisationNamed(name: string): Promise<FoundOrganisation> {
  const [found] = await transaction({ organisationId: null, network: true, readOnly: true }, (tx) =>
    tx.sql<FoundOrganisation>(`select id, slug, name, country from identity.organisation where id = $1 or slug = $1`, [name]),
  );
  if (!found) throw new Failure(`There is no organisation ${name}. See: npm run berth -- org list`);
  return found;
}

/** An option that is a whole number. @throws Failure */
export function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  // One spelling per number, as at every door: no sign, no exponent, no other base, no leading zeros.
  if (!/^(0|[1-9]\d{0,14})$/.test(text)) throw new Failure(`--${name} is "${text}"; it must be a whole number.`);
  return Number(text);
}
