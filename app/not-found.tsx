import type { Metadata } from "next";
import { BarePage } from "@/components/shell/bare-page";
import { ButtonLink } from "@/components/ui/button";
import { askedAddress, visitor } from "./_parts/page/read";

export const metadata: Metadata = { title: "Page not found", robots: { index: false } };

export default async function NotFound() {
  const person = await visitor();
  return (
    <BarePage>
      <div className="page-pad mx-auto w-full max-w-[640px] pt-[12vh]">
        <p className="mb-1 text-ink-3">404</p>
        <h1>Page not found</h1>
        <p className="mt-2 text-ink-2">
          {person === null
            ? "Check the address. If it is a page of your organisation, sign in to open it."
            : "Check the address. The page may also belong to an organisation you are not a member of."}
        </p>
        <p className="mt-4 flex flex-wrap gap-2">
          {person === null ? (
            <>
              <ButtonLink kind="solid" href={`/sign-in?callbackUrl=${encodeURIComponent(await askedAddress())}`}>
                Sign in
              </ButtonLink>
              <ButtonLink href="/status">Network status</ButtonLink>
            </>
          ) : (
            <ButtonLink kind="solid" href="/">
              Go to the overview
            </ButtonLink>
          )}
        </p>
      </div>
    </BarePage>
  );
}
