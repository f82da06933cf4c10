import { pageTitle } from "@/app/_parts/page/page-title";
import { memberOf, readFor } from "@/app/_parts/page/read";
import { ROLE_NAME } from "@/app/_parts/page/role-words";
import { Instant } from "@/components/format/instant";
import { plural } from "@/components/format/text";
import { Ledger } from "@/components/table/ledger";
import { KeyValue } from "@/components/ui/key-value";
import { PageHead, SectionHead } from "@/components/ui/section-head";
import { serverNow } from "@/server/doors/console/caller";
import { browserName } from "./_parts/browser-name";
import { ChangePassword } from "./_parts/change-password";
import { EndSession } from "./_parts/end-session";
import { LeaveOrganisation } from "./_parts/leave-organisation";

export const generateMetadata = pageTitle("Your account", "Your name, password and sessions.");

export default async function AccountPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { person } = await memberOf(org);
  const { data: sessions } = await readFor(org, ({ identity }) => identity.session.list({}));
  const now = serverNow();
  return (
    <div className="page-pad">
      <PageHead title="Your account" remark={<span>The same in every organisation you belong to.</span>} />
      <div className="max-w-[420px]">
        <KeyValue
          ruled
          pairs={[
            { key: "name", name: "Name", value: person.name },
            { key: "email", name: "E-mail", value: person.email },
          ]}
        />
      </div>
      <section className="mt-8">
        <SectionHead remark={plural(person.organisations.length, "organisation")}>Organisations</SectionHead>
        <Ledger
          label="Organisations you belong to"
          rows={person.organisations}
          rowKey={({ id }) => id}
          columns={[
            { key: "name", head: "Organisation", isRowHead: true, card: "name", cell: ({ name }) => <span className="font-semibold">{name}</span> },
            { key: "role", head: "Your role", card: "line", cell: ({ role }) => ROLE_NAME[role] },
            {
              key: "leave",
              head: "",
              name: "Leave",
              align: "right",
              card: "record",
              cell: ({ id, name, slug }) => <LeaveOrganisation organisationId={id} name={name} isCurrent={slug === org} />,
            },
          ]}
        />
      </section>
      <section className="mt-8">
        <SectionHead remark={`signed in on ${plural(sessions.length, "browser")}`}>Sessions</SectionHead>
        <Ledger
          label="Where you are signed in"
          rows={sessions}
          rowKey={({ id }) => id}
          columns={[
            {
              key: "browser",
              head: "Browser",
              isRowHead: true,
              card: "name",
              cell: ({ id, browser }) => (
                <span title={browser ?? undefined}>
                  <span className="font-semibold">{browserName(browser)}</span> {id === person.sessionId ? <span className="text-ink-3">this one</span> : null}
                </span>
              ),
            },
            { key: "address", head: "Address", card: "line", cell: ({ address }) => <span className="ident">{address ?? "–"}</span> },
            { key: "since", head: "Signed in, UTC", card: "mark", cell: ({ createdAt }) => <Instant at={createdAt} now={now} /> },
            { key: "ends", head: "Ends, UTC", rule: true, card: "pair", cell: ({ expiresAt }) => <Instant at={expiresAt} now={now} /> },
            {
              key: "end",
              head: "",
              name: "Sign out",
              align: "right",
              card: "record",
              cell: ({ id, browser }) => (id === person.sessionId ? null : <EndSession id={id} browser={browserName(browser)} />),
            },
          ]}
        />
      </section>
      <section className="mt-8 max-w-[420px]">
        <SectionHead>Password</SectionHead>
        <ChangePassword email={person.email} organisation={org} />
      </section>
    </div>
  );
}
