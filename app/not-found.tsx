import type { Metadata } from "next";
import { BarePage } from "@/components/shell/bare-page";
import { ButtonLink } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <BarePage>
      <div className="page-pad mx-auto w-full max-w-[640px] pt-[12vh]">
        <p className="mb-1 text-ink-3">404</p>
        <h1>There is nothing at this berth</h1>
        <p className="mt-2 text-ink-2">The address has a slip in it, or what stood here belongs to an organisation you are not a member of. An id can be pasted into the search of the console.</p>
        <p className="mt-4">
          <ButtonLink kind="solid" href="/">
            Go to the overview
          </ButtonLink>
        </p>
      </div>
    </BarePage>
  );
}
