import { ChartSkeleton, DetailSkeleton, FiguresSkeleton, TableSkeleton } from "@/components/state/skeletons";
import { Bar } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div className="page-pad" aria-busy="true">
      <Bar width="120px" height={9} light />
      <Bar width="min(440px, 90%)" height={26} className="mt-2" />
      <Bar width="min(320px, 70%)" height={26} className="mt-2 mb-6" />
      <FiguresSkeleton />
      <div className="mt-5 grid gap-x-[30px] gap-y-[26px] xl:grid-cols-[minmax(0,1fr)_300px]">
        <div>
          <TableSkeleton heads={["Cluster", "State now", "Nodes", "30 days", "Availability", "Ends"]} figures={["Availability", "Ends"]} />
          <div className="mt-7 max-w-[380px]">
            <ChartSkeleton />
          </div>
        </div>
        <DetailSkeleton rows={6} />
      </div>
    </div>
  );
}
