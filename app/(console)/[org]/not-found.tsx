import { ButtonLink } from "@/components/ui/button";

/** Within the console: what was asked for is not there, or belongs to someone else; the reader cannot tell which. */
export default function NotFound() {
  return (
    <div className="page-pad max-w-[640px]">
      <p className="mb-1 text-ink-3">404</p>
      <h1>There is nothing at this berth</h1>
      <p className="mt-2 text-ink-2">The address has a slip in it, or what stood here belongs to another organisation. Names, ids and invoice numbers can be pasted into the search above.</p>
      <p className="mt-4">
        <ButtonLink kind="solid" href="/">
          Go to the overview
        </ButtonLink>
      </p>
    </div>
  );
}
