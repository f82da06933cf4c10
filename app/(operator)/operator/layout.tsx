import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ConsoleClient } from "@/app/_parts/client/console-client";
import { askedAddress, visitor } from "@/app/_parts/page/read";
import { signInPath } from "@/lib/return-path";
import { BarePage } from "@/components/shell/bare-page";
import { UserMenu } from "@/components/shell/user-menu";
import { ButtonLink } from "@/components/ui/button";
import { Toaster } from "@/components/ui/toast";
import { FindOperator } from "./_parts/find-operator";

export const metadata: Metadata = { robots: { index: false, follow: false } };

/** The page for network staff. For everyone else it does not exist. */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const person = await visitor();
  if (person === null) redirect(signInPath(await askedAddress()));
  if (!person.staff) notFound();
  return (
    <ConsoleClient organisation="operator">
      <BarePage
        homeHref="/operator"
        remark="Operator"
        actions={
          <>
            <FindOperator organisations={person.organisations.map(({ slug, name }) => ({ slug, name }))} />
            <ButtonLink size="small" href="/status">
              Public status page
            </ButtonLink>
            <UserMenu
              name={person.name}
              role="operator"
              entries={person.organisations.map((one) => ({ key: one.slug, label: one.name, href: `/${one.slug}/overview` }))}
            />
          </>
        }
      >
        {children}
      </BarePage>
      <Toaster />
    </ConsoleClient>
  );
}
