// For the registry test: what each verb needs and an input it accepts.
import { run } from "@/server/kernel/operation/operation";
import { asOperator, everything, sample, type Samples, type TestTenant } from "@/server/kernel/testing";
import { transaction } from "@/server/kernel/database/db";
import { hashPassword } from "@/server/kernel/process/secrets";
import { addMember } from "./membership/add-member";
import { addStaff } from "./people/add-staff";
import { closeSession } from "./sign-in/close-session";
import { createApiKey } from "./keys/create-api-key";
import { createNodeKey } from "./keys/create-node-key";
import { createOperatorKey } from "./keys/create-operator-key";
import { createOrganisation } from "./organisations/create-organisation";
import { createProject } from "./projects/create-project";
import { exportAuditEvents } from "./audit-log/export-audit-events";
import { getMe } from "./people/get-me";
import { listApiKeys } from "./keys/list-api-keys";
import { listAuditEvents } from "./audit-log/list-audit-events";
import { listNetworkKeys } from "./keys/list-network-keys";
import { listMembers } from "./membership/list-members";
import { listOrganisations } from "./organisations/list-organisations";
import { listProjects } from "./projects/list-projects";
import { openSession } from "./sign-in/open-session";
import { revokeApiKey } from "./keys/revoke-api-key";
import { revokeNetworkKey } from "./keys/revoke-network-key";
import { setPassword } from "./people/set-password";

const PASSWORD = "a password of a test";
const emailOf = (tenant: TestTenant): string => `engineer@${tenant.slug}.example`;

/** Gives the tenant's engineer a password. */
async function withPassword(tenant: TestTenant): Promise<{ email: string; password: string }> {
  const passwordHash = await hashPassword(PASSWORD);
  await transaction(everything, (tx) => tx.prisma.user.update({ where: { id: tenant.userIds.engineer }, data: { passwordHash } }));
  return { email: emailOf(tenant), password: PASSWORD };
}

export const samples: Samples = {
  "identity.me.get": sample(getMe, async () => ({})),
  "identity.session.open": sample(openSession, withPassword),
  "identity.session.close": sample(closeSession, async (tenant) => {
    const { token } = await run(openSession, { ...tenant.as("engineer"), actor: null }, await withPassword(tenant));
    return { token };
  }),
  "identity.password.set": sample(setPassword, async (tenant) => ({ email: emailOf(tenant), password: PASSWORD })),
  "identity.organisation.create": sample(createOrganisation, async (tenant) => ({ name: "Another", slug: `more-${tenant.slug.slice(5)}`, country: "NO" })),
  "identity.organisation.list": sample(listOrganisations, async () => ({})),
  "identity.project.create": sample(createProject, async () => ({ name: "Inference", slug: "inference", costCentre: "4200", monthlyBudget: { amount: "1000.00", currency: "USD" } })),
  "identity.project.list": sample(listProjects, async () => ({})),
  "identity.member.add": sample(addMember, async (tenant) => ({ email: `new@${tenant.slug}.example`, name: "New Person", role: "viewer" as const, password: PASSWORD })),
  "identity.member.list": sample(listMembers, async () => ({})),
  "identity.staff.add": sample(addStaff, async (tenant) => ({ email: `staff@${tenant.slug}.example`, name: "Staff Person", password: PASSWORD })),
  "identity.apiKey.create": sample(createApiKey, async () => ({ name: "ci", role: "engineer" as const })),
  "identity.apiKey.list": sample(listApiKeys, async () => ({})),
  "identity.apiKey.revoke": sample(revokeApiKey, async (tenant) => ({ id: (await tenant.makeKey()).id })),
  "identity.nodeKey.create": sample(createNodeKey, async () => ({ name: "nodes of a test", pools: ["test-1.h100-sxm.8x"], sources: ["agent" as const] })),
  "identity.operatorKey.create": sample(createOperatorKey, async () => ({ name: "invoicing of a test" })),
  "identity.networkKey.list": sample(listNetworkKeys, async () => ({})),
  "identity.networkKey.revoke": sample(revokeNetworkKey, async () => ({ id: (await run(createOperatorKey, asOperator(), { name: "to be revoked" })).id })),
  "identity.auditEvent.list": sample(listAuditEvents, async () => ({})),
  "identity.auditEvent.export": sample(exportAuditEvents, async () => ({})),
};
