import { formatInstant } from "@/components/format/text";

/** "Updated 14:31:52". Not a live region: it changes every few seconds without news. */
export function LiveRemark({ checkedAt, failed }: { checkedAt: string; failed: boolean }) {
  return (
    <span className="note whitespace-nowrap">
      {failed ? `Not updated: the server has not answered since ${formatInstant(checkedAt, "seconds")}` : `Updated ${formatInstant(checkedAt, "seconds")}`}
    </span>
  );
}
