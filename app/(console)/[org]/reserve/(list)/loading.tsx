import { DetailSkeleton, TableSkeleton } from "@/components/state/skeletons";
import { Bar } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div className="page-pad" aria-busy="true">
      <Bar width="160px" height={26} />
      <div className="flex gap-2 pt-5 pb-3.5">
        {["92px", "80px", "240px", "70px"].map((width) => (
          <Bar key={width} width={width} height={28} light />
        ))}
      </div>
      <div className="grid border-t-[1.5px] border-rule-ink xl:grid-cols-[minmax(0,1fr)_336px]">
        <div className="min-w-0 xl:pr-6">
          <div className="mb-4 h-[400px] bg-sea max-sm:h-[190px]" />
          <TableSkeleton heads={["Site", "First start", "Free nodes", "Track record", "Rate", "Total"]} figures={["Rate", "Total"]} />
        </div>
        <div className="border-rule-ink pt-3.5 max-xl:hidden xl:border-l xl:pl-[22px]">
          <DetailSkeleton rows={8} />
        </div>
      </div>
    </div>
  );
}
