import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { pageTitle } from "@/app/_parts/page/page-title";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { plural } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { Ledger } from "@/components/table/ledger";
import { Pager } from "@/components/table/pager";
import { ButtonLink } from "@/components/ui/button";
import { PageHead } from "@/components/ui/section-head";
import { OrganisationNav } from "../_parts/organisation-nav";
import { CreateProject } from "./_parts/create-project";

export const generateMetadata = pageTitle("Projects", "The cost centres that clusters and invoice lines belong to.");

const PAGE = 50;

type Props = { params: Promise<{ org: string }>; searchParams: Promise<{ cursor?: string | string[] }> };

export default async function ProjectsPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { access } = await memberOf(org);
  if (!access.may("projects.read"))
    return <ForbiddenPage organisation={org} permission="projects.read" page="Projects" title="Projects are for members" what="projects" />;
  const asked = (await searchParams).cursor;
  const cursor = typeof asked === "string" ? asked : undefined;
  const { data, nextCursor } = await readFor(org, ({ identity }) => identity.project.list({ limit: PAGE, cursor }));
  const here = `/${org}/organisation/projects`;
  const manages = access.may("projects.manage");
  return (
    <div className="page-pad">
      <PageHead
        above={<OrganisationNav organisation={org} access={access} current="projects" />}
        title="Projects"
        remark={<span>Every reservation belongs to one; invoices show what each has cost.</span>}
        actions={manages ? <CreateProject /> : undefined}
      />
      {data.length === 0 && cursor === undefined ? (
        <div className="ruled-top">
          <Empty title="No projects yet">
            {manages ? "Create the first one; a reservation needs it." : "Ask an admin to create one; a reservation needs it."}
          </Empty>
        </div>
      ) : (
        <Ledger
          label="Projects"
          rows={data}
          rowKey={({ id }) => id}
          columns={[
            { key: "name", head: "Project", isRowHead: true, card: "name", cell: ({ name }) => <span className="font-semibold break-words">{name}</span> },
            { key: "slug", head: "Short name", card: "line", cell: ({ slug }) => <span className="ident">{slug}</span> },
            {
              key: "cost-centre",
              head: "Cost centre",
              card: "side",
              cell: ({ costCentre }) => (costCentre === null ? <span className="text-ink-3">none</span> : costCentre),
            },
            {
              key: "open",
              head: "",
              name: "Open",
              align: "right",
              card: "record",
              cell: ({ name, slug }) => (
                <ButtonLink size="small" href={`/${org}/clusters?project=${encodeURIComponent(slug)}`} aria-label={`Clusters of ${name}`}>
                  Clusters
                </ButtonLink>
              ),
            },
          ]}
        />
      )}
      {cursor === undefined && nextCursor === null ? null : (
        <Pager
          remark={plural(data.length, "project")}
          newer="First page"
          newerHref={cursor === undefined ? undefined : here}
          olderHref={nextCursor === null ? undefined : `${here}?cursor=${encodeURIComponent(nextCursor)}`}
        />
      )}
    </div>
  );
}
