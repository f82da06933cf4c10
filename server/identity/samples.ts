// For the registry test: what each verb needs and an input it accepts.
import { run } from "@/server/kernel/operation/operation";
import { asOperator, sample, type Samples, testTenant, type TestTenant } from "@/server/kernel/testing";
import { closeSession } from "./sign-in/close-session";
import { emailOf, memberIdOf, PASSWORD, tokenOf, withPassword } from "./testing/people";
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
import { recordDownload } from "./audit-log/record-download";
import { openSession } from "./sign-in/open-session";
import { revokeApiKey } from "./keys/revoke-api-key";
import { revokeNetworkKey } from "./keys/revoke-network-key";
import { acceptInvitation } from "./invitations/accept-invitation";
import { getInvitation } from "./invitations/get-invitation";
import { inviteMember } from "./invitations/invite-member";
import { inviteStaff } from "./invitations/invite-staff";
import { listInvitations } from "./invitations/list-invitations";
import { register } from "./invitations/register";
import { resendInvitation } from "./invitations/resend-invitation";
import { withdrawInvitation } from "./invitations/withdraw-invitation";
import { changeMember } from "./membership/change-member";
import { leaveOrganisation } from "./membership/leave-organisation";
import { removeMember } from "./membership/remove-member";
import { changePassword } from "./people/change-password";
import { createPasswordReset } from "./people/create-password-reset";
import { usePasswordReset } from "./people/use-password-reset";
import { endSession } from "./sign-in/end-session";
import { listSessions } from "./sign-in/list-sessions";
import { refuseSession } from "./sign-in/refuse-session";
import { sweepSignIns } from "./sign-in/sweep-sign-ins";
import { prisma } from "@/server/kernel/testing/prisma";

const invited = (tenant: TestTenant) => run(inviteMember, tenant.as("owner"), { email: `new@${tenant.slug}.example`, role: "viewer" });
export const samples: Samples = {
  "identity.me.get": sample(getMe, async () => ({})),
  "identity.session.open": sample(openSession, (tenant) => withPassword(tenant)),
  "identity.session.close": sample(closeSession, async (tenant) => {
    const { token } = await run(openSession, { ...tenant.as("engineer"), actor: null }, await withPassword(tenant));
    return { token };
  }),
  "identity.session.refuse": sample(refuseSession, async (tenant) => ({ userId: tenant.userIds.engineer })),
  "identity.session.list": sample(listSessions, async () => ({})),
  "identity.session.end": sample(endSession, async (tenant) => {
    await run(openSession, { ...tenant.as("engineer"), actor: null }, await withPassword(tenant, "owner"));
    return { id: (await prisma().session.findFirstOrThrow({ where: { userId: tenant.userIds.owner } })).id };
  }),
  "identity.session.sweep": sample(sweepSignIns, async () => ({})),
  "identity.password.change": sample(changePassword, async (tenant) => ({
    current: (await withPassword(tenant, "owner")).password,
    password: "another password",
  })),
  "identity.passwordReset.create": sample(createPasswordReset, async (tenant) => ({ email: emailOf(tenant) })),
  "identity.passwordReset.use": sample(usePasswordReset, async (tenant) => ({
    token: tokenOf(await run(createPasswordReset, asOperator(), { email: emailOf(tenant) })),
    password: "another password",
  })),
  "identity.organisation.create": sample(createOrganisation, async (tenant) => ({ name: "Another", slug: `more-${tenant.slug.slice(5)}`, country: "NO" })),
  "identity.organisation.list": sample(listOrganisations, async () => ({})),
  "identity.project.create": sample(createProject, async () => ({
    name: "Inference",
    slug: "inference",
    costCentre: "4200",
    monthlyBudget: { amount: "1000.00", currency: "USD" },
  })),
  "identity.project.list": sample(listProjects, async () => ({})),
  "identity.member.invite": sample(inviteMember, async (tenant) => ({
    email: ` New@${tenant.slug}.example `,
    name: "New Person",
    role: "viewer" as const,
    projects: [tenant.projectSlug],
  })),
  "identity.member.change": sample(changeMember, async (tenant) => ({
    id: await memberIdOf(tenant, "viewer"),
    role: "engineer" as const,
    projects: [tenant.projectSlug],
  })),
  "identity.member.remove": sample(removeMember, async (tenant) => ({ id: await memberIdOf(tenant, "viewer") })),
  "identity.member.leave": sample(leaveOrganisation, async (tenant) => {
    await prisma().member.update({
      where: { organisationId_userId: { organisationId: tenant.organisationId, userId: tenant.userIds.admin } },
      data: { role: "owner" },
    });
    return { organisationId: tenant.organisationId };
  }),
  "identity.invitation.list": sample(listInvitations, async () => ({})),
  "identity.invitation.resend": sample(resendInvitation, async (tenant) => ({ id: (await invited(tenant)).id })),
  "identity.invitation.withdraw": sample(withdrawInvitation, async (tenant) => ({ id: (await invited(tenant)).id })),
  "identity.invitation.get": sample(getInvitation, async (tenant) => ({ token: tokenOf(await invited(tenant)) })),
  "identity.invitation.accept": sample(acceptInvitation, async (tenant) => {
    const host = await testTenant();
    return { token: tokenOf(await run(inviteMember, host.as("owner"), { email: `owner@${tenant.slug}.example`, role: "viewer" })) };
  }),
  "identity.invitation.register": sample(register, async (tenant) => ({ token: tokenOf(await invited(tenant)), name: "New Person", password: PASSWORD })),
  "identity.member.list": sample(listMembers, async () => ({})),
  "identity.staff.invite": sample(inviteStaff, async (tenant) => ({ email: `staff@${tenant.slug}.example`, name: "Staff Person" })),
  "identity.apiKey.create": sample(createApiKey, async () => ({ name: "ci", role: "engineer" as const })),
  "identity.apiKey.list": sample(listApiKeys, async () => ({})),
  "identity.apiKey.revoke": sample(revokeApiKey, async (tenant) => ({ id: (await tenant.makeKey()).id })),
  "identity.nodeKey.create": sample(createNodeKey, async () => ({ name: "nodes of a test", pools: ["test-1.h100-sxm.8x"], sources: ["agent" as const] })),
  "identity.operatorKey.create": sample(createOperatorKey, async () => ({ name: "invoicing of a test" })),
  "identity.networkKey.list": sample(listNetworkKeys, async () => ({})),
  "identity.networkKey.revoke": sample(revokeNetworkKey, async () => ({ id: (await run(createOperatorKey, asOperator(), { name: "to be revoked" })).id })),
  "identity.auditEvent.list": sample(listAuditEvents, async () => ({})),
  "identity.auditEvent.export": sample(exportAuditEvents, async () => ({})),
  "identity.download.record": sample(recordDownload, async () => ({ fileName: "payments.csv" })),
};
