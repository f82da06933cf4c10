import type { Metadata } from "next";
import { BarePage } from "@/components/shell/bare-page";
import { ThemeButton } from "@/components/shell/theme-button";
import { ResetForm } from "./_parts/reset-form";

export const metadata: Metadata = { title: "New password", robots: { index: false }, referrer: "no-referrer" };

/** Sets a new password for a person who forgot theirs, by a link from support. */
export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <BarePage actions={<ThemeButton />}>
      <section className="mx-auto w-full max-w-[404px] px-7 pt-[76px] pb-12 max-sm:px-4 max-sm:pt-8">
        <h1>Set a new password</h1>
        <p className="mt-1.5 text-ink-2">It signs you out everywhere else. The link works once.</p>
        <ResetForm token={token} />
      </section>
    </BarePage>
  );
}
