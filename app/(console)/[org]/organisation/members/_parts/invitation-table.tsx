import { ROLE_NAME } from "@/app/_parts/page/role-words";
import { Instant } from "@/components/format/instant";
import { Ledger } from "@/components/table/ledger";
import { Status } from "@/components/ui/status";
import type { ProjectContract } from "@/lib/contracts/identity";
import type { InvitationContract } from "@/lib/contracts/people";
import { ResendInvitation, WithdrawInvitation } from "./invitation-actions";
import { projectNames } from "./words";

type Props = { invitations: readonly InvitationContract[]; projects: readonly ProjectContract[]; now: string };

/** Open invitations. */
export function InvitationTable({ invitations, projects, now }: Props) {
  return (
    <Ledger
      label="Invitations"
      rows={invitations}
      rowKey={({ id }) => id}
      density="close"
      columns={[
        {
          key: "email",
          head: "E-mail",
          isRowHead: true,
          card: "name",
          cell: ({ email }) => <span className="font-semibold break-all">{email}</span>,
        },
        {
          key: "role",
          head: "Will be",
          card: "line",
          cell: (invitation) =>
            [invitation.role === null ? null : ROLE_NAME[invitation.role], projectNames(invitation.projects, projects)].filter(Boolean).join(", "),
        },
        {
          key: "by",
          head: "Invited by",
          card: "mark",
          cell: ({ invitedBy, createdAt }) => (
            <>
              {invitedBy}, <Instant at={createdAt} as="day" now={now} />
            </>
          ),
        },
        {
          key: "ends",
          head: "Link expires",
          rule: true,
          card: "pair",
          cell: ({ state, expiresAt }) => (state === "expired" ? <Status state="unknown">Expired</Status> : <Instant at={expiresAt} now={now} />),
        },
        {
          key: "actions",
          head: "",
          name: "Actions",
          align: "right",
          card: "full",
          cell: (invitation) => (
            <span className="flex flex-wrap justify-end gap-1.5">
              <ResendInvitation id={invitation.id} email={invitation.email} />
              <WithdrawInvitation id={invitation.id} email={invitation.email} />
            </span>
          ),
        },
      ]}
    />
  );
}
