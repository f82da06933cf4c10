import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { pageTitle } from "@/app/_parts/page/page-title";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { plural } from "@/components/format/text";
import { Pager } from "@/components/table/pager";
import { PageHead, SectionHead } from "@/components/ui/section-head";
import { mayManage, MEMBER_ROLES } from "@/lib/permissions";
import { serverNow } from "@/server/doors/console/caller";
import { OrganisationNav } from "../_parts/organisation-nav";
import { InvitationTable } from "./_parts/invitation-table";
import { InviteMember } from "./_parts/invite-member";
import { MemberTable } from "./_parts/member-table";

export const generateMetadata = pageTitle("Members", "Who belongs to the organisation, in which role and for which projects.");

const PAGE = 50;
const PROJECTS = 200;

type Props = { params: Promise<{ org: string }>; searchParams: Promise<{ cursor?: string | string[] }> };

export default async function MembersPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { access, membership, person } = await memberOf(org);
  if (!access.may("members.read"))
    return <ForbiddenPage organisation={org} permission="members.read" page="Members" title="Members are for the whole organisation" what="members" />;
  const asked = (await searchParams).cursor;
  const cursor = typeof asked === "string" ? asked : undefined;
  const manages = access.may("members.manage");
  const { members, invitations, projects } = await readFor(org, async ({ identity }) => {
    const [members, invitations, projects] = await Promise.all([
      identity.member.list({ limit: PAGE, cursor }),
      manages ? identity.invitation.list({ limit: PAGE }) : null,
      identity.project.list({ limit: PROJECTS }),
    ]);
    return { members, invitations: invitations?.data.filter(({ state }) => state === "invited" || state === "expired") ?? [], projects: projects.data };
  });
  const now = serverNow();
  const here = `/${org}/organisation/members`;
  const roles = MEMBER_ROLES.filter((role) => mayManage(access, role));
  return (
    <div className="page-pad">
      <PageHead
        above={<OrganisationNav organisation={org} access={access} current="members" />}
        title="Members"
        remark={<span>People of {membership.name}. Each is invited by address and sets their own password.</span>}
        actions={manages ? <InviteMember roles={roles} projects={projects} /> : undefined}
      />
      <MemberTable members={members.data} projects={projects} roles={roles} own={person.email} now={now} />
      {cursor === undefined && members.nextCursor === null ? null : (
        <Pager
          remark={plural(members.data.length, "member")}
          newer="First page"
          newerHref={cursor === undefined ? undefined : here}
          olderHref={members.nextCursor === null ? undefined : `${here}?cursor=${encodeURIComponent(members.nextCursor)}`}
        />
      )}
      {invitations.length === 0 ? null : (
        <section className="mt-8">
          <SectionHead remark={plural(invitations.length, "invitation")}>Invitations</SectionHead>
          <InvitationTable invitations={invitations} projects={projects} now={now} />
        </section>
      )}
    </div>
  );
}
