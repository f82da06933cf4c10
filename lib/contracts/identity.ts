import { z } from "zod";
import { instant, line, listInput, page, reference } from "./common";

export const role = z.enum(["owner", "admin", "engineer", "finance", "viewer"]);

export const organisation = z.object({ id: z.string(), slug: z.string(), name: z.string(), country: z.string() });
export type OrganisationContract = z.output<typeof organisation>;
export const project = z.object({ id: z.string(), slug: z.string(), name: z.string(), costCentre: z.string().nullable() });
export type ProjectContract = z.output<typeof project>;
export const member = z.object({ id: z.string(), name: z.string(), email: z.string(), role, projects: z.array(z.string()), createdAt: instant });
export type MemberContract = z.output<typeof member>;

export const me = z.object({
  kind: z.enum(["user", "apiKey"]),
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: z.string().nullable(),
  staff: z.boolean(),
  organisation: organisation.nullable(),
  organisations: z.array(organisation),
  permissions: z.array(z.string()),
});

export const apiKey = z.object({
  id: z.string(),
  name: z.string(),
  role: role.nullable(),
  projectId: z.string().nullable().describe("the project it is bound to; null: the whole organisation"),
  readOnly: z.boolean(),
  lastFour: z.string(),
  createdBy: z.string(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});

/** A key of the network itself: a staff key, or one for the nodes, probes or collectors of certain pools. */
export const operatorKey = z.object({
  id: z.string(),
  kind: z.enum(["operator", "node"]),
  name: z.string(),
  pools: z.array(z.string()),
  sources: z.array(z.string()),
  readOnly: z.boolean(),
  lastFour: z.string(),
  createdBy: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export const createNodeKeyInput = z.object({
  name: line(80),
  pools: z
    .array(z.string().regex(/^[A-Za-z0-9][\w.:-]{0,119}$/, "must be the id of a pool"))
    .min(1)
    .max(5_000)
    .describe("the pools whose nodes it speaks for"),
  sources: z
    .array(z.enum(["agent", "probe-1", "probe-2", "probe-3", "collector"]))
    .min(1)
    .max(5)
    .describe("as which it speaks; give each probe a key of its own"),
});

export const auditEvent = z.object({
  id: z.string(),
  sequence: z.number().int(),
  occurredAt: instant,
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  action: z.string(),
  target: z.string(),
  surface: z.string(),
  address: z.string().nullable(),
  requestId: z.string(),
  detail: z.record(z.string(), z.unknown()),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditEventContract = z.output<typeof auditEvent>;
const auditFilter = z.object({
  from: instant.optional(),
  to: instant.optional(),
  actor: line(120).optional(),
  action: reference(120).optional(),
  target: reference(120).optional(),
  kind: z
    .enum(["change", "download", "refusal", "signIn"])
    .optional()
    .describe("change: what was done; download: who took which file; refusal: who was refused something; signIn: sessions, and refused sign-ins"),
  actors: z
    .enum(["all", "withoutSystem", "people"])
    .default("all")
    .describe("people: only signed-in persons; withoutSystem: also keys and webhooks, but none of our own jobs"),
});
export const listAuditEventsInput = listInput
  .extend(auditFilter.shape)
  .extend({ format: z.enum(["json", "csv", "jsonl"]).optional().describe("json is a page; csv and jsonl are a file of everything that matches") });
export const exportAuditEventsInput = auditFilter.extend({ format: z.enum(["csv", "jsonl"]).default("csv") });
export const auditEventPage = page(auditEvent);
