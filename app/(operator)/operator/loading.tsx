import { FiguresSkeleton, TableSkeleton } from "@/components/state/skeletons";
import { Bar } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div className="page-pad mx-auto w-full max-w-[1280px]" aria-busy="true">
      <Bar width="200px" height={9} light />
      <Bar width="min(420px, 90%)" height={26} className="mt-2 mb-6" />
      <FiguresSkeleton />
      <div className="mt-7">
        <TableSkeleton heads={["Site", "Area", "State", "Delivered", "Healthy", "Reserved"]} figures={["Delivered", "Healthy", "Reserved"]} rows={10} />
      </div>
    </div>
  );
}
