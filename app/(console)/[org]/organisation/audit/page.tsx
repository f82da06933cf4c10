import { ForbiddenPage } from "@/app/_parts/page/forbidden-page";
import { pageTitle } from "@/app/_parts/page/page-title";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { plural } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { Pager } from "@/components/table/pager";
import { ButtonLink } from "@/components/ui/button";
import { PageHead } from "@/components/ui/section-head";
import { serverNow } from "@/server/doors/console/caller";
import { OrganisationNav } from "../_parts/organisation-nav";
import { auditAddress, isNarrowed, logInputOf, periodProblem, readAuditFilters } from "./_parts/filters";
import { LogFilters } from "./_parts/log-filters";
import { LogTable } from "./_parts/log-table";
import { namesOf } from "./_parts/names";

export const generateMetadata = pageTitle("Audit log", "Who did what, when and from where, each entry chained to the one before.");

const PAGE = 50;

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ params, searchParams }: Props) {
  const { org } = await params;
  const { access, membership } = await memberOf(org);
  if (!access.may("audit.read"))
    return <ForbiddenPage organisation={org} permission="audit.read" page="Audit log" title="The audit log is for admins" what="the audit log" />;
  const filters = await readAuditFilters(searchParams);
  const problem = periodProblem(filters);
  const { data, nextCursor, names } = await readFor(org, async (operations) => {
    if (problem !== null) return { data: [], nextCursor: null, names: new Map<string, string>() };
    const page = await operations.identity.auditEvent.list({ ...logInputOf(filters), limit: PAGE, cursor: filters.cursor ?? undefined });
    return { ...page, names: await namesOf(operations, page.data) };
  });
  const path = `/${org}/organisation/audit`;
  const [first] = data;
  return (
    <div className="page-pad">
      <PageHead
        above={<OrganisationNav organisation={org} access={access} current="audit" />}
        title="Audit log"
        remark={
          <span>
            Changes, sign-ins, downloads and refusals in {membership.name}, newest first. Each entry carries the hash of the one before, so none can be changed
            or removed unnoticed.
          </span>
        }
      />
      <LogFilters path={path} filters={filters} problem={problem} />
      {problem !== null ? null : first === undefined ? (
        <div className="ruled-top">
          {isNarrowed(filters) || filters.cursor !== null ? (
            <Empty
              title="No entry fits these filters"
              actions={
                <ButtonLink size="small" href={path}>
                  Show all entries
                </ButtonLink>
              }
            >
              “Did” and “To what” must match as written; “Who” finds parts of names.
            </Empty>
          ) : (
            <Empty title="No entries yet">Sign-ins, quotes, reservations, keys and payments appear here as they happen.</Empty>
          )}
        </div>
      ) : (
        <>
          <LogTable organisation={org} entries={data} names={names} now={serverNow()} />
          <Pager
            remark={`${plural(data.length, "entry", "entries")}, from number ${first.sequence} down`}
            newer="Newest"
            newerHref={filters.cursor === null ? undefined : `${path}${auditAddress({ ...filters, cursor: null })}`}
            olderHref={nextCursor === null ? undefined : `${path}${auditAddress({ ...filters, cursor: nextCursor })}`}
          />
        </>
      )}
    </div>
  );
}
