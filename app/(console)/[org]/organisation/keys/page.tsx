import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { pageTitle } from "@/app/_parts/page/page-title";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { ROLE_NAME } from "@/app/_parts/page/role-words";
import { Instant } from "@/components/format/instant";
import { plural } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { Ledger } from "@/components/table/ledger";
import { Pager } from "@/components/table/pager";
import { PageHead } from "@/components/ui/section-head";
import { mayManage, MEMBER_ROLES } from "@/lib/permissions";
import { serverNow } from "@/server/doors/console/caller";
import { OrganisationNav } from "../_parts/organisation-nav";
import { CreateKey } from "./_parts/create-key";
import { RevokeKey } from "./_parts/revoke-key";

export const generateMetadata = pageTitle("API keys", "Keys of programs, with their role, project and last use.");

const PAGE = 50;
const PROJECTS = 200;

type Props = { params: Promise<{ org: string }>; searchParams: Promise<{ cursor?: string | string[] }> };

export default async function KeysPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { access } = await memberOf(org);
  if (!access.may("keys.manage"))
    return <ForbiddenPage organisation={org} permission="keys.manage" page="API keys" title="API keys are for admins" what="API keys" />;
  const asked = (await searchParams).cursor;
  const cursor = typeof asked === "string" ? asked : undefined;
  const { keys, projects } = await readFor(org, async ({ identity }) => {
    const [keys, projects] = await Promise.all([identity.apiKey.list({ limit: PAGE, cursor }), identity.project.list({ limit: PROJECTS })]);
    return { keys, projects: projects.data };
  });
  const now = serverNow();
  const here = `/${org}/organisation/keys`;
  return (
    <div className="page-pad">
      <PageHead
        above={<OrganisationNav organisation={org} access={access} current="keys" />}
        title="API keys"
        remark={<span>Each has a role and can never do more. Its text is shown once, when it is created.</span>}
        actions={<CreateKey roles={MEMBER_ROLES.filter((role) => mayManage(access, role))} projects={projects} />}
      />
      {keys.data.length === 0 && cursor === undefined ? (
        <div className="ruled-top">
          <Empty title="No API keys yet">Create one for each program, so that one can be revoked without the others.</Empty>
        </div>
      ) : (
        <Ledger
          label="API keys"
          rows={keys.data}
          rowKey={({ id }) => id}
          rowLook={({ revokedAt }) => (revokedAt === null ? undefined : "gone")}
          density="close"
          columns={[
            {
              key: "name",
              head: "Key",
              isRowHead: true,
              card: "name",
              cell: ({ name, lastFour }) => (
                <>
                  <span className="font-semibold break-words">{name}</span>
                  <span className="ident block text-ink-3">ends in {lastFour}</span>
                </>
              ),
            },
            {
              key: "role",
              head: "Role",
              card: "state",
              cell: ({ role, readOnly }) => (
                <>
                  {role === null ? "–" : ROLE_NAME[role]}
                  {readOnly ? <span className="text-ink-2">, read only</span> : null}
                </>
              ),
            },
            {
              key: "project",
              head: "Project",
              card: "line",
              cell: ({ projectId }) =>
                projectId === null ? (
                  <span className="text-ink-2">all projects</span>
                ) : (
                  (projects.find(({ id }) => id === projectId)?.name ?? "an archived project")
                ),
            },
            {
              key: "created",
              head: "Created",
              card: "mark",
              cell: ({ createdAt, createdBy }) => (
                <>
                  <Instant at={createdAt} as="date" now={now} /> by {createdBy}
                </>
              ),
            },
            {
              key: "used",
              head: "Last used, UTC",
              card: "pair",
              cell: ({ lastUsedAt }) => (lastUsedAt === null ? <span className="text-ink-3">never</span> : <Instant at={lastUsedAt} now={now} />),
            },
            {
              key: "expires",
              head: "Expires",
              rule: true,
              card: "pair",
              cell: ({ expiresAt, revokedAt }) =>
                revokedAt !== null ? (
                  <span>
                    revoked <Instant at={revokedAt} as="date" now={now} />
                  </span>
                ) : expiresAt === null ? (
                  "never"
                ) : (
                  <span>
                    {expiresAt <= now ? "expired " : ""}
                    <Instant at={expiresAt} as="date" now={now} />
                  </span>
                ),
            },
            {
              key: "revoke",
              head: "",
              name: "Revoke",
              align: "right",
              card: "record",
              cell: ({ id, name, revokedAt }) => (revokedAt === null ? <RevokeKey id={id} name={name} /> : null),
            },
          ]}
        />
      )}
      {cursor === undefined && keys.nextCursor === null ? null : (
        <Pager
          remark={plural(keys.data.length, "key")}
          newer="Newest"
          newerHref={cursor === undefined ? undefined : here}
          olderHref={keys.nextCursor === null ? undefined : `${here}?cursor=${encodeURIComponent(keys.nextCursor)}`}
        />
      )}
    </div>
  );
}
