// The starting point of an operation test: a fresh tenant in the shared test database, never cleaned up and isolated
// from the others. Rows are inserted directly, so that a kernel test needs no module.
import { accessBy, MEMBER_ROLES, memberAccess, type MemberRole } from "@/lib/permissions";
import type { Caller } from "../operation/actor";
import { now } from "../process/clock";
import { type Scope } from "../database/db";
import type { AnyVerb, InputOf } from "../operation/operation";
import { randomId } from "../process/random";
import { makeApiKey } from "../process/secrets";
import { prisma } from "./prisma";

/** Sees every tenant's rows: for inspecting what a test left behind. */
export const everything: Scope = { organisationId: null, network: true, readOnly: false };

interface KeyOptions {
  role?: MemberRole;
  readOnly?: boolean;
  /** Limits the key to the tenant's project, or to the given one. */
  project?: boolean | string;
}

export interface TestTenant {
  organisationId: string;
  slug: string;
  projectId: string;
  projectSlug: string;
  billingProfileId: string;
  /** The id of one member per role. */
  userIds: Record<MemberRole, string>;
  /** A call by the member with that role, with its own request id and idempotency key. */
  as(role: MemberRole): Caller;
  /** A call by a key that has no row. */
  asKey(options?: KeyOptions): Caller;
  /** A real key, for the doors for programs. */
  makeKey(options?: KeyOptions): Promise<{ id: string; key: string }>;
}

const fresh = (): Pick<Caller, "address" | "requestId" | "idempotencyKey" | "surface"> => ({
  surface: "test",
  address: "192.0.2.1",
  requestId: randomId("req"),
  idempotencyKey: randomId("req"),
});

/** Which of the three sellers issues the test's invoices. */
const SELLER = {
  id: "NL",
  name: "Berth Network B.V.",
  address: "Wilhelminakade 1, 3072 AP Rotterdam",
  country: "NL",
  taxId: "NL000000000B00",
  bankName: "Testbank",
  iban: "NL00TEST0000000000",
  bic: "TESTNL2A",
};

export interface TenantOptions {
  country?: string;
  currency?: string;
  purchaseOrderRequired?: boolean;
}

/** A new organisation with a project, a billing profile and one member per role. */
export async function testTenant({ country = "NO", currency = "USD", purchaseOrderRequired = false }: TenantOptions = {}): Promise<TestTenant> {
  const organisationId = randomId("org");
  const mark = organisationId.slice(-12).toLowerCase();
  const slug = `test-${mark}`;
  const projectId = randomId("prj");
  const billingProfileId = randomId("bpr");
  const createdAt = now();
  const members = MEMBER_ROLES.map((role) => ({ role, userId: randomId("usr") }));
  const userIds = Object.fromEntries(members.map(({ role, userId }) => [role, userId])) as Record<MemberRole, string>;
  await prisma().organisation.create({ data: { id: organisationId, slug, name: `Test ${mark}`, country, createdAt } });
  await prisma().project.create({ data: { id: projectId, organisationId, slug: "training", name: "Training", costCentre: "CC-100", createdAt } });
  await prisma().user.createMany({
    data: members.map(({ role, userId }) => ({ id: userId, email: `${role}@${slug}.example`, name: `${role} of ${mark}`, createdAt })),
  });
  await prisma().member.createMany({ data: members.map(({ role, userId }) => ({ id: randomId("mem"), organisationId, userId, role, createdAt })) });
  await prisma().legalEntity.createMany({ data: [SELLER], skipDuplicates: true });
  await prisma().billingProfile.create({
    data: {
      id: billingProfileId,
      organisationId,
      legalName: `Test ${mark} AS`,
      addressLines: ["Storgata 1", "0155 Oslo"],
      country,
      apEmail: `ap@${slug}.example`,
      currency,
      purchaseOrderRequired,
      legalEntityId: SELLER.id,
    },
  });
  await prisma().buyer.create({ data: { organisationId, country, currency, purchaseOrderRequired } });
  return {
    organisationId,
    slug,
    projectId,
    projectSlug: "training",
    billingProfileId,
    userIds,
    as: (role) => ({ ...fresh(), actor: { kind: "user", id: userIds[role], label: `${role} of ${mark}`, access: memberAccess(role, organisationId) } }),
    asKey: ({ role = "admin", readOnly = false, project = false } = {}) => ({
      ...fresh(),
      actor: {
        kind: "apiKey",
        id: randomId("key"),
        label: "a test's key",
        access: memberAccess(role, organisationId, project === false ? null : [project === true ? projectId : project]),
        readOnly,
      },
    }),
    makeKey: async ({ role = "admin", readOnly = false, project = false } = {}) => {
      const { key, hash, lastFour } = makeApiKey();
      const id = randomId("key");
      await prisma().apiKey.create({
        data: {
          id,
          kind: "customer",
          organisationId,
          projectId: project === false ? null : project === true ? projectId : project,
          name: "a test's key",
          role,
          readOnly,
          hash,
          lastFour,
          createdBy: "a test",
          createdAt,
        },
      });
      return { id, key };
    },
  };
}

/** An anonymous call. */
export const asAnonymous = (): Caller => ({ ...fresh(), actor: null });

/** A call by network staff. */
export const asOperator = (): Caller => ({
  ...fresh(),
  actor: { kind: "user", id: randomId("usr"), label: "an operator", access: accessBy("operator", { kind: "network" }) },
});

/**
 * A call by a credential of nodes, probes or collectors. Without arguments it covers all pools and sources, which no
 * real credential does.
 */
export const asNode = (poolIds?: readonly string[], sources: readonly string[] = ["agent", "probe-1", "probe-2", "probe-3", "collector"]): Caller => ({
  ...fresh(),
  actor: {
    kind: "node",
    id: randomId("key"),
    label: "a collector",
    access: accessBy("node", poolIds ? { kind: "pools", poolIds } : { kind: "network" }),
    sources,
  },
});

/** Prepares a tenant for a verb and returns an input the verb accepts, or says why there is no sample. */
export type Sample = ((tenant: TestTenant) => Promise<Record<string, unknown>>) | { unsampled: string };

/**
 * Samples of a module by verb name. `export const samples: Samples = { "capacity.quote.create": async (tenant) => ({ …
 * }) }`.
 */
export type Samples = Record<string, Sample>;

/** Type-checks a sample against the verb's input: `sample(createQuote, async (tenant) => ({ … }))`. */
export const sample = <V extends AnyVerb>(_verb: V, prepare: (tenant: TestTenant) => Promise<InputOf<V>>): Sample =>
  prepare as (tenant: TestTenant) => Promise<Record<string, unknown>>;
