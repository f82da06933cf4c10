import { DetailSkeleton, TableSkeleton } from "@/components/state/skeletons";
import { Bar } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div className="page-pad" aria-busy="true">
      <Bar width="220px" height={9} light />
      <Bar width="280px" height={26} className="mt-2 mb-4" />
      <div className="grid border-t-[1.5px] border-rule-ink md:grid-cols-[minmax(0,1fr)_360px]">
        <div className="min-w-0 pt-4 md:pr-6">
          <TableSkeleton heads={["What", "GPU-hours", "Rate", "Amount"]} figures={["GPU-hours", "Rate", "Amount"]} />
        </div>
        <div className="border-rule-ink pt-4 md:border-l md:pl-[22px]">
          <DetailSkeleton rows={6} />
        </div>
      </div>
    </div>
  );
}
