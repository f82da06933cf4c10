// Test helpers for people with passwords and links.
import type { MemberRole } from "@/lib/permissions";
import type { Caller } from "@/server/kernel/operation/actor";
import { run } from "@/server/kernel/operation/operation";
import { randomId } from "@/server/kernel/process/random";
import { hashPassword } from "@/server/kernel/process/secrets";
import { asAnonymous, type TestTenant } from "@/server/kernel/testing";
import { router as identity } from "../router";
import { prisma } from "@/server/kernel/testing/prisma";

export const PASSWORD = "a password of a test";

export const emailOf = (tenant: TestTenant, role: MemberRole = "engineer"): string => `${role}@${tenant.slug}.example`;

/** Gives a member a password. */
export async function withPassword(tenant: TestTenant, role: MemberRole = "engineer"): Promise<{ email: string; password: string }> {
  const passwordHash = await hashPassword(PASSWORD);
  await prisma().user.update({ where: { id: tenant.userIds[role] }, data: { passwordHash } });
  return { email: emailOf(tenant, role), password: PASSWORD };
}

/** An anonymous caller with its own address, so that tests do not count against each other. */
export const fromElsewhere = (): Caller => ({ ...asAnonymous(), address: `2001:db8:${randomId("req").slice(-4)}:${randomId("req").slice(-4)}::1` });

export const signIn = (email: string, password: string, caller = fromElsewhere()) => run(identity.session.open, caller, { email, password });

/** The secret in a link. */
export const tokenOf = ({ link }: { link: string }): string => link.slice(link.lastIndexOf("/") + 1);

export const memberIdOf = async (tenant: TestTenant, role: MemberRole): Promise<string> =>
  (await prisma().member.findUniqueOrThrow({ where: { organisationId_userId: { organisationId: tenant.organisationId, userId: tenant.userIds[role] } } })).id;

export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );

export const actionsOf = (tenant: TestTenant) =>
  prisma().auditEvent.findMany({
    where: { chain: tenant.organisationId },
    orderBy: { sequence: "asc" },
    select: { action: true, subject: true, actorId: true },
  });
