import type { ReactNode } from "react";
import { Forbidden } from "@/components/state/forbidden";
import { ButtonLink } from "@/components/ui/button";
import { PageHead } from "@/components/ui/section-head";
import { type Permission, rolesWith } from "@/lib/permissions";
import { memberOf, readFor } from "./read";
import { ROLE_NAME } from "./role-words";

type Props = { organisation: string; permission: Permission; /** Title of the page that is not shown. */ page: string; title: ReactNode; what: string };

/** A page the reader cannot see: which permission is missing, and who can grant it. */
export async function ForbiddenPage({ organisation, permission, page, title, what }: Props) {
  const {
    membership: { role },
    access,
  } = await memberOf(organisation);
  // Members limited to projects cannot see the whole organisation's people.
  const { data } = access.may("members.read") ? await readFor(organisation, ({ identity }) => identity.member.list({ limit: 200 })) : { data: [] };
  const granters = data.filter((member) => rolesWith("members.manage").includes(member.role));
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
              <ButtonLink
                size="small"
                kind="solid"
                plain
                href={`mailto:${first.email}?subject=${encodeURIComponent(`Berth: access to ${what}`)}&body=${encodeURIComponent(`Please give me ${permission} for ${what}. My role is ${ROLE_NAME[role]}.`)}`}
              >
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
