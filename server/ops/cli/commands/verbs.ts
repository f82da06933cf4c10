// Runs any operation by name.
import { jsonObject } from "@/server/doors/http/decode";
import { verbNamed, verbs } from "@/server/doors/registry";
import { OperationError } from "@/server/kernel/operation/errors";
import { Failure } from "../../launcher/failure";
import { byCommandLine, type Command, organisationNamed } from "./command";

function closest(name: string): string {
  const noun = name.split(".").slice(0, 2).join(".");
  const near = verbs.map((verb) => verb.name).filter((known) => known.startsWith(noun) || known.endsWith(`.${name.split(".").at(-1) ?? ""}`));
  return near.length === 0 ? "See: npm run berth -- verbs" : `Did you mean ${near.slice(0, 3).join(", ")}?`;
}

/** Parsed by the rules of every door: an object without duplicate members. @throws Failure */
function inputOf(text: string | undefined): Record<string, unknown> {
  try {
    return jsonObject(Buffer.from(text ?? "{}"));
  } catch (error) {
    const [wrong] = error instanceof OperationError ? (error.errors ?? []) : [];
    throw new Failure(`--input ${wrong ? `${wrong.pointer} ${wrong.message}`.trim() : "is no JSON"}. Write it like --input '{"limit": 10}'.`);
  }
}

const runVerb: Command = {
  words: "run",
  summary: "Run any operation by its name, as the system.",
  argument: "verb",
  options: {
    input: { value: "'{…}'", help: "its input as JSON; default: {}" },
    organisation: { value: "acme", help: "on whose behalf, for operations of an organisation" },
  },
  run: async ({ argument, options, answer }) => {
    const verb = verbNamed(argument);
    if (!verb) throw new Failure(`There is no operation ${argument}. ${closest(argument)}`);
    const input = inputOf(options.input);
    const organisation = options.organisation === undefined ? null : await organisationNamed(options.organisation);
    const { tenancy } = verb.definition;
    if ((tenancy === "organisation" || tenancy === "project") && organisation === null)
      throw new Failure(`${verb.name} is done for an organisation. Add --organisation with its short name.`);
    const { output } = await verb.execute(byCommandLine(organisation?.id ?? null), input);
    answer.give(output, [JSON.stringify(output, null, 2)]);
  },
};

const listVerbs: Command = {
  words: "verbs",
  summary: "All operations with what they do.",
  run: async ({ answer }) => {
    const width = Math.max(...verbs.map(({ name }) => name.length));
    answer.give(
      { data: verbs.map(({ name, definition: { summary, tenancy, permission } }) => ({ name, summary, tenancy, permission })) },
      verbs.map(({ name, definition }) => `${name.padEnd(width)}  ${definition.summary}`),
    );
  },
};

export const verbCommands: readonly Command[] = [runVerb, listVerbs];
