import { ROLE_NAME } from "@/app/_parts/page/role-words";
import { Instant } from "@/components/format/instant";
import { initials } from "@/components/format/text";
import { Ledger, type LedgerColumn } from "@/components/table/ledger";
import type { MemberContract, ProjectContract } from "@/lib/contracts/identity";
import type { MemberRole } from "@/lib/permissions";
import { ChangeMember } from "./change-member";
import { projectNames } from "./words";

type Props = {
  members: readonly MemberContract[];
  projects: readonly ProjectContract[];
  /** Roles the reader can grant and revoke; when empty, the table is read-only. */
  roles: readonly MemberRole[];
  /** Address of the reader. */
  own: string;
  now: string;
};

export function MemberTable({ members, projects, roles, own, now }: Props) {
  const columns: LedgerColumn<MemberContract>[] = [
    {
      key: "member",
      head: "Member",
      isRowHead: true,
      card: "name",
      cell: ({ name, email }) => (
        <span className="flex items-center gap-2.5">
          <span className="disc shrink-0" aria-hidden="true">
            {initials(name)}
          </span>
          <span className="min-w-0">
            <span className="font-semibold break-words">{name}</span> {email === own ? <span className="text-ink-3">you</span> : null}
            <span className="block text-small break-all text-ink-2">{email}</span>
          </span>
        </span>
      ),
    },
    { key: "role", head: "Role", card: "state", cell: ({ role }) => ROLE_NAME[role] },
    {
      key: "projects",
      head: "Projects",
      card: "line",
      cell: (member) => projectNames(member.projects, projects) ?? <span className="text-ink-2">all projects</span>,
    },
    { key: "joined", head: "Joined", rule: true, card: "pair", cell: ({ createdAt }) => <Instant at={createdAt} as="date" now={now} /> },
  ];
  if (roles.length > 0)
    columns.push({
      key: "change",
      head: "",
      name: "Change",
      align: "right",
      card: "record",
      cell: (member) =>
        roles.includes(member.role) ? (
          <ChangeMember member={member} projects={projects} roles={roles} isOwn={member.email === own} />
        ) : (
          <span className="text-small text-ink-3">changed by an owner</span>
        ),
    });
  return <Ledger label="Members" rows={members} rowKey={({ id }) => id} columns={columns} density="close" />;
}
