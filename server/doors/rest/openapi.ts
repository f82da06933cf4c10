// The OpenAPI 3.1 document of a door, generated from the registry. Built once, served with an ETag.
import { createHash } from "node:crypto";
import { z } from "zod";
import { problem } from "@/lib/contracts/common";
import type { AnyVerb, RestDefinition } from "@/server/kernel/operation/operation";
import { verbs } from "../registry";
import { type Door, doorOf, DOORS } from "./rest-routes";

type Schema = Record<string, unknown> & { properties?: Record<string, Schema>; required?: string[]; description?: string };

function schemaOf(schema: z.ZodType, io: "input" | "output"): Schema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, target: "draft-2020-12", unrepresentable: "any", reused: "inline" });
  return rest as Schema;
}

const TITLES: Record<Door, string> = { customer: "Berth API", operator: "Berth operator API", telemetry: "Berth telemetry API" };

const CREDENTIALS: Record<Door, string> = {
  customer: "An API key of your organisation.",
  operator: "A staff key of the network.",
  telemetry: "The credential of a node, probe or collector, bound to its pools and sources.",
};

const TAGS: Readonly<Record<string, string>> = {
  billing: "Invoices, payments, credit notes, statements, usage and spend.",
  capacity: "Offers, quotes and reservations.",
  catalog: "Regions, sites, node types and SLA plans.",
  clusters: "Clusters, their nodes and access to them.",
  identity: "Organisations, members, projects, keys and the audit log.",
  reliability: "Uptime, incidents, maintenance and SLA reports.",
  signals: "What nodes, probes and collectors observe.",
};

const moduleOf = (verb: AnyVerb): string => verb.name.split(".")[0] ?? verb.name;

const idempotencyParameter = {
  in: "header",
  name: "Idempotency-Key",
  required: true,
  description: "A value of your own, 1 to 200 printable characters. The same key with the same body answers what it answered before.",
  schema: { type: "string", minLength: 1, maxLength: 200 },
};

/** A verb whose output decides its status answers 201, or 202 while pending. */
const successes = ({ status = 200 }: RestDefinition): number[] => (typeof status === "number" ? [status] : [201, 202]);

function operationOf(verb: AnyVerb, rest: RestDefinition): Operation {
  const input = schemaOf(verb.input, "input");
  const inPath = new Set([...rest.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  const properties = Object.entries(input.properties ?? {});
  const required = new Set(input.required);
  const hasBody = rest.method !== "GET" && rest.method !== "DELETE";
  const parameter = ([name, schema]: [string, Schema]) => ({
    in: inPath.has(name) ? "path" : "query",
    name,
    required: inPath.has(name) || required.has(name),
    ...(schema.description !== undefined && { description: schema.description }),
    ...(schema.type === "array" && { explode: false, style: "form" }),
    schema,
  });
  const parameters = properties.filter(([name]) => inPath.has(name) || !hasBody).map(parameter);
  const fields = properties.filter(([name]) => !inPath.has(name));
  const body = { ...input, properties: Object.fromEntries(fields), required: (input.required ?? []).filter((name) => !inPath.has(name)) };
  const content = rest.file ? { "application/octet-stream": {} } : { "application/json": { schema: schemaOf(verb.output, "output") } };
  return {
    operationId: verb.name,
    summary: verb.definition.summary,
    tags: [moduleOf(verb)],
    "x-permission": verb.definition.permission,
    ...(verb.definition.tenancy === "public" && { security: [] }),
    parameters: [...parameters, ...(verb.definition.idempotency === "required" ? [idempotencyParameter] : [])],
    ...(hasBody && fields.length > 0 && { requestBody: { required: body.required.length > 0, content: { "application/json": { schema: body } } } }),
    description: `${verb.definition.summary} ${
      verb.definition.tenancy === "public"
        ? "Needs no key."
        : verb.definition.permission === "none"
          ? "Needs any key."
          : `Needs the permission ${verb.definition.permission}.`
    }`,
    responses: {
      ...Object.fromEntries(
        successes(rest).map((status) => [status, { description: status === 202 ? "Accepted, and pending" : "Done", ...(status !== 204 && { content }) }]),
      ),
      "4XX": { $ref: "#/components/responses/Problem" },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

interface Operation extends Record<string, unknown> {
  operationId: string;
  parameters: { name: string }[];
  responses: Record<string, { content?: object; $ref?: string }>;
}

/** Two verbs with one path, distinguished by a query parameter: one operation with the responses of both. */
function merged(one: Operation, other: Operation): Operation {
  const known = new Set(one.parameters.map((parameter) => parameter.name));
  const [success = "200"] = Object.keys(one.responses);
  return {
    ...one,
    "x-also": [other.operationId],
    parameters: [...one.parameters, ...other.parameters.filter((parameter) => !known.has(parameter.name))],
    responses: {
      ...one.responses,
      [success]: { ...one.responses[success], content: { ...one.responses[success]?.content, ...other.responses[success]?.content } },
    },
  };
}

function documentOf(door: Door): unknown {
  const paths: Record<string, Record<string, Operation>> = {};
  const described = verbs.flatMap((verb) => (verb.definition.rest && doorOf(verb.definition.rest) === door ? [{ verb, rest: verb.definition.rest }] : []));
  for (const { verb, rest } of described.sort((a, b) => Number(a.rest.when !== undefined) - Number(b.rest.when !== undefined))) {
    const path = (paths[rest.path] ??= {});
    const method = rest.method.toLowerCase();
    const operation = operationOf(verb, rest);
    path[method] = path[method] ? merged(path[method], operation) : operation;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: TITLES[door],
      version: "1",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      contact: { name: "The operator of this Berth network" },
      description:
        "JSON in camelCase. Instants are RFC 3339 in UTC, intervals are half-open, money is a decimal text with its currency. Lists page by `limit` and `cursor`. Errors are RFC 9457 problem details with a stable `code`, a `suggestion` and the `requestId`.",
    },
    servers: [{ url: DOORS[door] }],
    security: [{ key: [] }],
    tags: [...new Set(described.map(({ verb }) => moduleOf(verb)))].sort().map((name) => ({ name, description: TAGS[name] ?? `Operations of ${name}.` })),
    paths,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: CREDENTIALS[door] } },
      schemas: { Problem: schemaOf(problem, "output") },
      responses: {
        Problem: { description: "Refused; nothing was changed", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
      },
    },
  };
}

export interface OpenApi {
  text: string;
  etag: string;
}

const made = new Map<Door, OpenApi>();

/** The document of a door and its ETag. */
export function openApi(door: Door): OpenApi {
  const known = made.get(door);
  if (known) return known;
  const text = JSON.stringify(documentOf(door));
  const document = { text, etag: `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"` };
  made.set(door, document);
  return document;
}
