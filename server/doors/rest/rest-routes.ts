// Which verb answers a method and path, and how text in paths and query strings becomes its input. Computed once.
import { z } from "zod";
import type { FieldError } from "@/lib/contracts/common";
import { OperationError } from "@/server/kernel/operation/errors";
import type { AnyVerb, RestDefinition } from "@/server/kernel/operation/operation";
import { decodeComponent } from "../http/decode";

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

/** How a parameter's texts are parsed. What cannot be parsed stays text, and the contract says what was expected. */
type Read = (texts: string[]) => unknown;

const single: Read = ([text]) => text;
/** One spelling per number: no plus sign, no leading zeros, no exponent, no other base. */
const number: Read = ([text = ""]) => (/^-?(0|[1-9]\d{0,15})(\.\d{1,15})?$/.test(text) ? Number(text) : text);
const boolean: Read = ([text]) => (text === "true" ? true : text === "false" ? false : text);

interface Parameter {
  read: Read;
  /** Whether it can appear several times: `?regions=a&regions=b` as `?regions=a,b`. */
  isList: boolean;
}

const plain: Parameter = { read: single, isList: false };

/** How a property's text is parsed: `?regions=a,b` is a list, `?nodes=4` a number, when the contract says so. */
function parameterOf(schema: JsonSchema, root: JsonSchema): Parameter {
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.split("/").at(-1) ?? ""];
    return target ? parameterOf(target, root) : plain;
  }
  const branches = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (branches) return branches.map((branch) => parameterOf(branch, root)).find(({ read }) => read !== single) ?? plain;
  const types = [schema.type ?? []].flat();
  if (types.includes("array")) {
    const item = parameterOf(schema.items ?? {}, root);
    return { isList: true, read: (texts) => texts.flatMap((text) => text.split(",")).map((text) => item.read([text])) };
  }
  if (types.includes("number") || types.includes("integer")) return { read: number, isList: false };
  return types.includes("boolean") ? { read: boolean, isList: false } : plain;
}

export interface Route {
  verb: AnyVerb;
  rest: RestDefinition;
  segments: string[];
  /** Input properties in the path, by position. */
  parameters: { at: number; name: string }[];
  inputs: ReadonlyMap<string, Parameter>;
}

function routeOf(verb: AnyVerb, rest: RestDefinition): Route {
  const root = z.toJSONSchema(verb.input, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const inputs = new Map(Object.entries(root.properties ?? {}).map(([name, schema]) => [name, parameterOf(schema, root)]));
  const segments = `${DOORS[doorOf(rest)]}${rest.path}`.split("/").slice(1);
  const parameters = segments.flatMap((segment, at) => (/^\{\w+\}$/.test(segment) ? [{ at, name: segment.slice(1, -1) }] : []));
  for (const { name } of parameters) if (!inputs.has(name)) throw new Error(`${verb.name}: the path ${rest.path} names {${name}}, which is no input`);
  return { verb, rest, segments, parameters, inputs };
}

const SUGGESTION = "See the parameters of this call in the openapi.json of this door.";

/**
 * Parameters as input properties. Unknown names are left to the operation, which refuses them in the same way for every
 * door.
 */
function fromQuery(route: Route, query: URLSearchParams): Map<string, unknown> {
  const errors: FieldError[] = [];
  const inPath = new Set(route.parameters.map(({ name }) => name));
  const takesQuery = route.rest.method === "GET" || route.rest.method === "DELETE";
  const read = new Map<string, unknown>();
  for (const name of new Set(query.keys())) {
    const texts = query.getAll(name);
    const known = route.inputs.get(name);
    const refuse = (message: string) => void errors.push({ pointer: `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, message });
    if (!takesQuery) refuse("stands in the address; this call reads its fields from the body");
    else if (inPath.has(name)) refuse("stands in the path already");
    else if (known && texts.length > 1 && !known.isList) refuse("stands more than once");
    else if (known && texts.includes("")) refuse("is empty; leave it out, or say what it is");
    else read.set(name, known ? known.read(texts) : texts[0]);
  }
  if (errors.length > 0) throw new OperationError("validation_failed", "The parameters are not valid; errors says which.", { errors, suggestion: SUGGESTION });
  return read;
}

/**
 * The input of a request: path, and body or, without a body, query string.
 * @throws OperationError validation_failed
 */
export function inputOf(route: Route, segments: readonly string[], query: URLSearchParams, body: Record<string, unknown>): Record<string, unknown> {
  const input = new Map([...Object.entries(body), ...fromQuery(route, query)]);
  for (const { at, name } of route.parameters) {
    if (Object.hasOwn(body, name))
      throw new OperationError("validation_failed", "The body names what stands in the path.", {
        errors: [{ pointer: `/${name}`, message: "stands in the path already" }],
      });
    input.set(name, route.inputs.get(name)?.read([decodeComponent(segments[at] ?? "")]));
  }
  return Object.fromEntries(input);
}

export type Match = { route: Route; segments: string[] } | { allow: string[] };

/** Fixed segments win over parameters, and a route that requires a query parameter over one that does not. */
const byPrecedence = (a: Route, b: Route): number =>
  a.parameters.length - b.parameters.length || Number(b.rest.when !== undefined) - Number(a.rest.when !== undefined);

/** Finds the route for a method and path; for a path with other methods, returns those. */
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
