// What a network needs before anybody can buy: sites and prices, sellers, and keys for its own programs.
import { readFile } from "node:fs/promises";
import { billing } from "@/server/billing/router";
import { router as clusters } from "@/server/clusters/router";
import { router as catalog } from "@/server/catalog/router";
import { router as identity } from "@/server/identity/router";
import { Failure } from "../../launcher/failure";
import { byCommandLine, type Command } from "./command";

/** The JSON in a file. Bytes that are not UTF-8 are refused rather than replaced. @throws Failure */
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

const listRepairs: Command = {
  words: "repair list",
  summary: "Nodes in repair, the newest first.",
  options: { site: { value: "id", help: "of this site only" } },
  run: async ({ options, answer }) => {
    const { output } = await clusters.repair.list.execute(byCommandLine(), { state: "open", site: options.site, limit: 200 });
    answer.give(
      output,
      output.data.length === 0
        ? ["No node is in repair."]
        : output.data.map(({ id, serial, site, openedAt, category, fault }) => `${id}  ${serial}  ${site}  since ${openedAt}  ${category}: ${fault}`),
    );
  },
};

const closeRepair: Command = {
  words: "repair close",
  summary: "Close a repair: the node passed its checks and may serve again.",
  argument: "repair",
  options: {
    outcome: { value: "repaired", help: "what came of it: repaired or no_fault_found", required: true },
    checks: { value: "'memory test, burn-in'", help: "the checks it passed, separated by commas", required: true },
    note: { value: "text", help: "what was done" },
  },
  run: async ({ argument, options, answer }) => {
    const checks = (options.checks ?? "").split(",").map((check) => check.trim());
    const { output } = await clusters.repair.close.execute(byCommandLine(), { id: argument, outcome: options.outcome, checks, note: options.note });
    answer.give(output, [`${output.serial} at ${output.site} may serve again; ${output.checks.length} checks passed.`]);
  },
};

export const networkCommands: readonly Command[] = [loadNetwork, loadSellers, createOperatorKey, listRepairs, closeRepair];
