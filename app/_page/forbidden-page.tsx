import type { ReactNode } from "react";
import { Forbidden } from "@/components/state/forbidden";
import { ButtonLink } from "@/components/ui/button";
import { PageHead } from "@/components/ui/section-head";
import { can, type Permission } from "@/lib/permissions";
import { readFor } from "./read";

const ROLE_NAME = { owner: "Owner", admin: "Admin", engineer: "Engineer", finance: "Finance", viewer: "Viewer" } as const;

type Props = { organisation: string; role: keyof typeof ROLE_NAME; permission: Permission; /** Title of the page that is not shown. */ page: string; title: ReactNode; what: string };

/** A page the role may not see: what is missing, and the people who can grant it. */
export async function ForbiddenPage({ organisation, role, permission, page, title, what }: Props) {
  const { data } = await readFor(organisation, ({ identity }) => identity.member.list({ limit: 200 }));
  const granters = data.filter((member) => can(member.role, "members.manage"));
  const [first] = granters;
  return (
    <div className="page-pad">
      <PageHead title={page} />
      <Forbidden
        title={title}
        need={
          <p>
            Your role, {ROLE_NAME[role]}, has no <span className="ident">{permission}</span>. These people can grant it:
          </p>
        }
        granters={granters.map((member) => ({ name: member.name, remark: ROLE_NAME[member.role] }))}
        actions={
          first === undefined ? undefined : (
            <>
              <ButtonLink size="small" kind="solid" plain href={`mailto:${first.email}?subject=${encodeURIComponent(`Berth: access to ${what}`)}&body=${encodeURIComponent(`Please give me ${permission} for ${what}. My role is ${ROLE_NAME[role]}.`)}`}>
                Ask {first.name.split(" ")[0]}
              </ButtonLink>
              <span className="note">The request names this page and your role.</span>
            </>
          )
        }
      />
    </div>
  );
}
