import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { pageTitle } from "@/app/_parts/page/page-title";
import { memberOf } from "@/app/_parts/page/read";
import { PERMISSION_WORDS, ROLE_NAME, ROLE_PURPOSE } from "@/app/_parts/page/role-words";
import { Ledger } from "@/components/table/ledger";
import { PageHead } from "@/components/ui/section-head";
import { existsOn, MEMBER_ROLES, type Permission, rolesWith } from "@/lib/permissions";
import { OrganisationNav } from "../_parts/organisation-nav";

export const generateMetadata = pageTitle("Roles", "What each role can do.");

const PERMISSIONS = Object.entries(PERMISSION_WORDS) as [Permission, string][];

/** The role matrix, read from the table that the server enforces. */
export default async function RolesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { access } = await memberOf(org);
  if (!access.may("members.read"))
    return <ForbiddenPage organisation={org} permission="members.read" page="Roles" title="Roles are for the whole organisation" what="roles" />;
  return (
    <div className="page-pad">
      <PageHead
        above={<OrganisationNav organisation={org} access={access} current="roles" />}
        title="Roles"
        remark={<span>What each role can do, on pages and by API. An API key has one of these roles and can never do more.</span>}
      />
      <Ledger
        label="Permissions by role"
        rows={PERMISSIONS}
        rowKey={([permission]) => permission}
        density="tight"
        cards={false}
        columns={[
          {
            key: "permission",
            head: "Permission",
            isRowHead: true,
            cell: ([permission, words]) => (
              <>
                {words}
                <span className="ident block text-ink-3 max-sm:hidden">
                  {permission}
                  {existsOn(permission, "projects") ? "" : ", whole organisation"}
                </span>
              </>
            ),
          },
          ...MEMBER_ROLES.map((role) => ({
            key: role,
            head: ROLE_NAME[role],
            cell: ([permission]: [Permission, string]) =>
              rolesWith(permission).includes(role) ? (
                <span className="font-semibold">Yes</span>
              ) : (
                <span className="text-ink-3" aria-label="No">
                  –
                </span>
              ),
          })),
        ]}
      />
      <dl className="mt-6 grid max-w-[60em] gap-1.5">
        {MEMBER_ROLES.map((role) => (
          <div key={role} className="flex gap-3 max-sm:block">
            <dt className="w-24 shrink-0 font-semibold">{ROLE_NAME[role]}</dt>
            <dd className="text-ink-2">{ROLE_PURPOSE[role]}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
