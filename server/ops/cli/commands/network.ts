// What a network is made of before anybody can buy: sites and prices, those who sell, and keys of its own programs.
import { readFile } from "node:fs/promises";
import { billing } from "@/server/billing/router";
import { router as catalog } from "@/server/catalog/router";
import { router as identity } from "@/server/identity/router";
import { Failure } from "../../launcher/failure";
import { byCommandLine, type Command } from "./command";

/** The JSON of a file. Bytes that are no UTF-8 are refused rather than replaced. @throws Failure */
async function jsonOf(file: string): Promise<unknown> {
  const bytes = await readFile(file).catch(() => {
    throw new Failure(`The file ${file} cannot be read. Give a path to a JSON file.`);
  });
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new Failure(`The file ${file} is no JSON in UTF-8: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const loadNetwork: Command = {
  words: "network load",
  summary: "Load regions, sites, node types, pools, prices and SLA plans from a file; what exists is brought up to date.",
  argument: "network.json",
  run: async ({ argument, answer }) => {
    const { output } = await catalog.network.load.execute(byCommandLine(), await jsonOf(argument));
    answer.give(output, [
      Object.entries(output)
        .map(([what, count]) => `${count} ${what}`)
        .join(", "),
    ]);
  },
};

const loadSellers: Command = {
  words: "seller load",
  summary: "Load the legal entities that sell from a file; what exists is brought up to date.",
  argument: "sellers.json",
  run: async ({ argument, answer }) => {
    const { output } = await billing.seller.load.execute(byCommandLine(), await jsonOf(argument));
    answer.give(output, [`${output.sellers} sellers`]);
  },
};

const createOperatorKey: Command = {
  words: "operator-key create",
  summary: "Make a key for the operators' API; it is shown once.",
  options: { name: { value: "text", help: "what it is for", required: true }, "read-only": { help: "it may change nothing" } },
  run: async ({ options, answer }) => {
    const { output } = await identity.operatorKey.create.execute(byCommandLine(), { name: options.name, readOnly: options["read-only"] === "true" });
    answer.give({ id: output.id, key: output.key }, [output.key, `It is shown this once; its id is ${output.id}.`]);
  },
};

export const networkCommands: readonly Command[] = [loadNetwork, loadSellers, createOperatorKey];
