// Which verb answers a method and path, and how text in paths and query strings becomes its input. Worked out once.
import { z } from "zod";
import { OperationError } from "@/server/kernel/operation/errors";
import type { AnyVerb, RestDefinition } from "@/server/kernel/operation/operation";

export const DOORS = { customer: "/api/v1", operator: "/api/operator/v1", telemetry: "/api/telemetry/v1" } as const;
export type Door = keyof typeof DOORS;

export const doorOf = (rest: RestDefinition): Door => rest.door ?? "customer";

interface JsonSchema {
  type?: string | string[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
}

type Read = (texts: string[]) => unknown;

const last: Read = (texts) => texts.at(-1);
const number: Read = (texts) => {
  const text = texts.at(-1) ?? "";
  // What is no number stays text, and the contract says what was expected.
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
};
const boolean: Read = (texts) => {
  const text = texts.at(-1);
  return text === "true" || text === "1" ? true : text === "false" || text === "0" ? false : text;
};

/** How a property's text is read: `?regions=a,b` and `?regions=a&regions=b` are lists, `?nodes=4` a number, when the contract says so. */
function reader(schema: JsonSchema, root: JsonSchema): Read {
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.split("/").at(-1) ?? ""];
    return target ? reader(target, root) : last;
  }
  const branches = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (branches) return branches.map((branch) => reader(branch, root)).find((read) => read !== last) ?? last;
  const types = [schema.type ?? []].flat();
  if (types.includes("array")) {
    const item = reader(schema.items ?? {}, root);
    return (texts) => texts.flatMap((text) => (text === "" ? [] : text.split(","))).map((text) => item([text]));
  }
  if (types.includes("number") || types.includes("integer")) return number;
  return types.includes("boolean") ? boolean : last;
}

export interface Route {
  verb: AnyVerb;
  rest: RestDefinition;
  segments: string[];
  /** Input properties in the path, by position. */
  parameters: { at: number; name: string }[];
  readers: ReadonlyMap<string, Read>;
}

function routeOf(verb: AnyVerb, rest: RestDefinition): Route {
  const root = z.toJSONSchema(verb.input, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const readers = new Map(Object.entries(root.properties ?? {}).map(([name, schema]) => [name, reader(schema, root)]));
  const segments = `${DOORS[doorOf(rest)]}${rest.path}`.split("/").slice(1);
  const parameters = segments.flatMap((segment, at) => (/^\{\w+\}$/.test(segment) ? [{ at, name: segment.slice(1, -1) }] : []));
  for (const { name } of parameters) if (!readers.has(name)) throw new Error(`${verb.name}: the path ${rest.path} names {${name}}, which is no input`);
  return { verb, rest, segments, parameters, readers };
}

/** The input of a request: body, then query string (where there is no body), then path, which wins. */
export function inputOf(route: Route, segments: readonly string[], query: URLSearchParams, body: Record<string, unknown>): Record<string, unknown> {
  const input: Record<string, unknown> = { ...body };
  if (route.rest.method === "GET" || route.rest.method === "DELETE") {
    for (const name of new Set(query.keys())) {
      const read = route.readers.get(name);
      if (read) input[name] = read(query.getAll(name));
    }
  }
  for (const { at, name } of route.parameters) input[name] = route.readers.get(name)?.([decode(segments[at] ?? "")]);
  return input;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new OperationError("validation_failed", "The path is not properly encoded.", { errors: [{ pointer: "", message: "has a broken % sequence" }] });
  }
}

export type Match = { route: Route; segments: string[] } | { allow: string[] };

/** Fixed segments win over parameters, and a route that asks for a value in the query over the one that does not. */
const byPrecedence = (a: Route, b: Route): number => a.parameters.length - b.parameters.length || Number(b.rest.when !== undefined) - Number(a.rest.when !== undefined);

/** Finds the route of a method and path; a path that exists with other methods answers which. */
export class Router {
  readonly routes: readonly Route[];
  readonly #byLength = new Map<number, Route[]>();

  constructor(verbs: readonly AnyVerb[]) {
    this.routes = verbs.flatMap((verb) => (verb.definition.rest ? [routeOf(verb, verb.definition.rest)] : []));
    const seen = new Map<string, string>();
    for (const route of this.routes) {
      const { method, when } = route.rest;
      const shape = `${method} ${route.segments.map((segment, at) => (route.parameters.some((p) => p.at === at) ? "{}" : segment)).join("/")}${when ? `?${when.name}=${when.values.join("|")}` : ""}`;
      const other = seen.get(shape);
      if (other !== undefined) throw new Error(`${route.verb.name} and ${other} both answer ${shape}`);
      seen.set(shape, route.verb.name);
      this.#byLength.set(route.segments.length, [...(this.#byLength.get(route.segments.length) ?? []), route].sort(byPrecedence));
    }
  }

  match(method: string, path: string, query: URLSearchParams): Match {
    const segments = path.split("/").slice(1);
    const here = (this.#byLength.get(segments.length) ?? []).filter((route) =>
      route.segments.every((segment, at) => segment === segments[at] || (segment.startsWith("{") && segments[at] !== "")),
    );
    const wanted = method === "HEAD" ? "GET" : method;
    const route = here.find(({ rest: { method: own, when } }) => own === wanted && (when === undefined || when.values.includes(query.get(when.name) ?? "")));
    if (route) return { route, segments };
    const methods = new Set<string>(here.map((candidate) => candidate.rest.method));
    if (methods.has("GET")) methods.add("HEAD");
    return { allow: [...methods] };
  }
}
