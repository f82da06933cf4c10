// For the registry test: what each verb needs and an input it accepts.
import { run } from "@/server/platform/operation";
import { everything, sample, type Samples, type TestTenant } from "@/server/platform/testing";
import { transaction } from "@/server/platform/db";
import { hashPassword } from "@/server/platform/secrets";
import { addMember } from "./add-member";
import { addStaff } from "./add-staff";
import { closeSession } from "./close-session";
import { createApiKey } from "./create-api-key";
import { createNodeKey } from "./create-node-key";
import { createOrganisation } from "./create-organisation";
import { createProject } from "./create-project";
import { exportAuditEvents } from "./export-audit-events";
import { getMe } from "./get-me";
import { listApiKeys } from "./list-api-keys";
import { listAuditEvents } from "./list-audit-events";
import { listMembers } from "./list-members";
import { listOrganisations } from "./list-organisations";
import { listProjects } from "./list-projects";
import { openSession } from "./open-session";
import { revokeApiKey } from "./revoke-api-key";
import { setPassword } from "./set-password";

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
  "identity.nodeKey.create": sample(createNodeKey, async () => ({ name: "probes of a test" })),
  "identity.auditEvent.list": sample(listAuditEvents, async () => ({})),
  "identity.auditEvent.export": sample(exportAuditEvents, async () => ({})),
};
