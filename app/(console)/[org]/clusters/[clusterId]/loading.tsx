import { ChartSkeleton, DetailSkeleton, FiguresSkeleton, TableSkeleton } from "@/components/state/skeletons";
import { Bar } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div className="page-pad">
      <Bar width="180px" height={9} light />
      <Bar width="min(320px, 70%)" height={26} className="mt-3" />
      <div className="mt-5">
        <FiguresSkeleton />
      </div>
      <div className="mt-5 grid grid-cols-[minmax(0,1fr)_310px] gap-[34px] max-lg:grid-cols-1">
        <div className="grid gap-6">
          <ChartSkeleton height={150} />
          <ChartSkeleton height={190} />
        </div>
        <div className="grid gap-6">
          <DetailSkeleton />
          <DetailSkeleton rows={4} />
        </div>
      </div>
      <div className="mt-7">
        <TableSkeleton
          heads={["Node", "State now", "Serial", "Availability", "Down, min", "Joined, UTC", "Remark"]}
          figures={["Availability", "Down, min"]}
          rows={8}
        />
      </div>
    </div>
  );
}
