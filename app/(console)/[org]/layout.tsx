import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { ConsoleClient } from "@/app/_parts/client/console-client";
import { memberOf } from "@/app/_parts/page/read";
import { Shell } from "@/components/shell/shell";
import { UserMenu } from "@/components/shell/user-menu";
import { Toaster } from "@/components/ui/toast";
import type { Access } from "@/lib/permissions";
import { type Api, readTogether, serverNow } from "@/server/doors/console/caller";
import { ConsoleNav } from "./_parts/shell/console-nav";
import { Find } from "./_parts/shell/find";
import { LastSignal } from "./_parts/shell/last-signal";
import { morePagesOf, placesOf } from "./_parts/shell/navigation";
import { RememberedProject } from "./_parts/shell/project-choice";
import { PROJECT_COOKIE } from "./_parts/shell/project-cookie";
import { ProjectSwitcher } from "./_parts/shell/project-switcher";

/** The console is for members only, so search engines must not index it. */
export const metadata: Metadata = { robots: { index: false, follow: false } };

const ROLE_WORD = { owner: "owner", admin: "admin", engineer: "engineer", finance: "finance", viewer: "viewer" } as const;
/** Projects the switcher offers. */
const PROJECTS = 200;

type Props = { params: Promise<{ org: string }>; children: ReactNode };

/** A part of the shell that failed to load stays empty; the page itself reports what is wrong. */
const orNull = <T,>(reading: Promise<T>): Promise<T | null> => reading.catch(() => null);

async function frameOf({ identity, clusters, billing, reliability }: Api, access: Access) {
  const [projects, running, invoices, signal] = await Promise.all([
    orNull(identity.project.list({ limit: PROJECTS })),
    access.may("clusters.read") ? orNull(clusters.cluster.count({})) : null,
    access.may("billing.read") ? orNull(billing.invoice.count({})) : null,
    orNull(reliability.lastSignal.get({})),
  ]);
  return { projects: projects?.data ?? [], clusters: running?.current, openInvoices: invoices?.open, lastSignalAt: signal?.at ?? null };
}

export default async function ConsoleLayout({ params, children }: Props) {
  const { org } = await params;
  const { person, membership, access } = await memberOf(org);
  const frame = await readTogether(org, (operations) => frameOf(operations, access));
  const home = `/${org}/overview`;
  const places = placesOf(access);
  const counts: Record<string, { count?: number; countName: string }> = {
    clusters: { count: frame.clusters, countName: "clusters, running or arriving" },
    billing: { count: frame.openInvoices, countName: "invoices open" },
  };
  const remembered = (await cookies()).get(PROJECT_COOKIE)?.value ?? "";
  return (
    <ConsoleClient key={org} organisation={org}>
      <RememberedProject value={frame.projects.some((project) => project.slug === remembered) ? remembered : null}>
        <Shell
          homeHref={home}
          nav={<ConsoleNav items={places.map(({ path, label, icon, byProject }) => ({ href: `/${org}/${path}`, label, icon, byProject, ...counts[path] }))} />}
          organisations={person.organisations.map((one) => ({ key: one.slug, name: one.name, href: `/${one.slug}/overview` }))}
          organisation={org}
          projects={<ProjectSwitcher organisation={org} projects={frame.projects} />}
          find={
            <Find
              organisation={org}
              access={access.permissions()}
              pages={[...places, ...morePagesOf(access)].map(({ path, label, hint }) => ({ id: `${label} ${path}`, label, hint, href: `/${org}/${path}` }))}
              staff={person.staff}
            />
          }
          user={
            <UserMenu
              name={person.name}
              role={ROLE_WORD[membership.role]}
              entries={[
                { key: "account", label: "Your account", href: `/${org}/account` },
                ...(person.staff ? [{ key: "operator", label: "Operator page", href: "/operator" }] : []),
              ]}
            />
          }
          now={serverNow()}
          live={<LastSignal initial={frame.lastSignalAt} />}
        >
          {children}
        </Shell>
      </RememberedProject>
      <Toaster />
    </ConsoleClient>
  );
}
