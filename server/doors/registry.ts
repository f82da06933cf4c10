// Every operation. A module joins through its router; REST, tRPC, OpenAPI, the command line and the registry test are
// adapters over this one object.
import { billing } from "@/server/billing/router";
import { router as capacity } from "@/server/capacity/router";
import { router as catalog } from "@/server/catalog/router";
import { router as clusters } from "@/server/clusters/router";
import { router as identity } from "@/server/identity/router";
import type { AnyVerb } from "@/server/kernel/operation/operation";
import { router as kernel } from "@/server/kernel/router";
import { router as settlement } from "@/server/settlement/router";
import { router as signals } from "@/server/signals/router";
import { router as reliability } from "@/server/reliability/router";
import "./listeners";

export const registry = { kernel, identity, catalog, capacity, clusters, signals, reliability, billing, settlement };

export type Registry = typeof registry;

/** A tree of verbs, arranged by their names. */
export interface VerbTree {
  readonly [name: string]: AnyVerb | VerbTree;
}

export const isVerb = (node: AnyVerb | VerbTree): node is AnyVerb => typeof node.execute === "function";

function* walk(tree: VerbTree, path: readonly string[]): Generator<AnyVerb> {
  for (const [name, node] of Object.entries(tree)) {
    const at = [...path, name];
    if (!isVerb(node)) yield* walk(node, at);
    else if (node.name === at.join(".")) yield node;
    else throw new Error(`the verb ${node.name} is mounted at ${at.join(".")}`);
  }
}

/** All verbs, in the order of the tree. */
export const verbs: readonly AnyVerb[] = [...walk(registry, [])];

/** The verb with that name, or undefined. */
export const verbNamed = (name: string): AnyVerb | undefined => verbs.find((verb) => verb.name === name);
