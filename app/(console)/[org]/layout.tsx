import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ConsoleClient } from "@/app/_client/console-client";
import { memberOf } from "@/app/_page/read";
import { Shell } from "@/components/shell/shell";
import { UserMenu } from "@/components/shell/user-menu";
import { Toaster } from "@/components/ui/toast";
import type { Access } from "@/lib/permissions";
import { api, serverNow } from "@/server/doors/console/caller";
import { Find } from "./_shell/find";
import { LastSignal } from "./_shell/last-signal";
import { placesOf } from "./_shell/navigation";
import { ProjectSwitcher } from "./_shell/project-switcher";

/** What stands here is for members only: no search engine keeps an address of it. */
export const metadata: Metadata = { robots: { index: false, follow: false } };

const ROLE_WORD = { owner: "owner", admin: "admin", engineer: "engineer", finance: "finance", viewer: "viewer" } as const;
/** The most a count in the navigation says. */
const COUNTED = 200;

type Props = { params: Promise<{ org: string }>; children: ReactNode };

/** A part of the frame that did not load leaves its place empty; the page itself says what is wrong. */
const orNull = <T,>(reading: Promise<T>): Promise<T | null> => reading.catch(() => null);

async function frameOf(organisation: string, access: Access) {
  const { identity, clusters, billing, reliability } = await api(organisation);
  const [projects, running, invoices, network] = await Promise.all([
    orNull(identity.project.list({ limit: COUNTED })),
    access.may("clusters.read") ? orNull(clusters.cluster.list({ limit: COUNTED })) : null,
    access.may("billing.read") ? orNull(billing.invoice.list({ limit: COUNTED })) : null,
    orNull(reliability.networkStatus.get({})),
  ]);
  const open = invoices?.data.filter((invoice) => ["finalised", "sent", "partly_paid", "overdue"].includes(invoice.state) && invoice.kind !== "credit_note");
  return { projects: projects?.data ?? [], clusters: running?.data.length, openInvoices: open?.length, lastSignalAt: network?.lastSignalAt ?? null };
}

export default async function ConsoleLayout({ params, children }: Props) {
  const { org } = await params;
  const { person, membership, access } = await memberOf(org);
  const frame = await frameOf(org, access);
  const home = `/${org}/overview`;
  const places = placesOf(access);
  const counts: Record<string, { count?: number; countName: string }> = {
    clusters: { count: frame.clusters, countName: "clusters" },
    billing: { count: frame.openInvoices, countName: "invoices open" },
  };
  return (
    <ConsoleClient key={org} organisation={org}>
      <Shell
        homeHref={home}
        nav={places.map(({ path, label, icon }) => ({ href: `/${org}/${path}`, label, icon, ...counts[path] }))}
        organisations={person.organisations.map((one) => ({ key: one.slug, name: one.name, href: `/${one.slug}/overview` }))}
        organisation={org}
        projects={<ProjectSwitcher organisation={org} projects={frame.projects} />}
        find={
          <Find
            organisation={org}
            mayReadClusters={access.may("clusters.read")}
            mayReadInvoices={access.may("billing.read")}
            groups={[
              { label: "Pages", items: places.map(({ path, label, hint }) => ({ id: path, label, hint, href: `/${org}/${path}` })) },
              {
                label: "Commands",
                items: [
                  ...(access.may("capacity.reserve") ? [{ id: "do reserve", label: "Reserve a cluster …", hint: "shows the exact charge first", href: `/${org}/reserve` }] : []),
                  ...(access.may("billing.read") ? [{ id: "do overdue", label: "Show overdue invoices", href: `/${org}/billing?status=overdue` }] : []),
                  ...(access.may("clusters.read") ? [{ id: "do arriving", label: "Show what arrives", href: `/${org}/clusters?state=arriving` }] : []),
                ],
              },
            ]}
          />
        }
        user={<UserMenu name={person.name} role={ROLE_WORD[membership.role]} entries={person.staff ? [{ key: "operator", label: "Operator's desk", href: "/operator" }] : []} />}
        now={serverNow()}
        live={<LastSignal initial={frame.lastSignalAt} />}
      >
        {children}
      </Shell>
      <Toaster />
    </ConsoleClient>
  );
}
