import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";

export const metadata: Metadata = { title: "Page not found" };

/** Within the console: the page does not exist or belongs to someone else; the reader cannot tell which. */
export default function NotFound() {
  return (
    <div className="page-pad max-w-[640px]">
      <p className="mb-1 text-ink-3">404</p>
      <h1>Page not found</h1>
      <p className="mt-2 text-ink-2">Check the address. Names, ids, invoice and incident numbers can be pasted into the search above.</p>
      <p className="mt-4">
        <ButtonLink kind="solid" href="/">
          Go to the overview
        </ButtonLink>
      </p>
    </div>
  );
}
