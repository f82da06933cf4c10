import { FiguresSkeleton, TableSkeleton } from "@/components/state/skeletons";
import { Bar } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div className="page-pad" aria-busy="true">
      <Bar width="140px" height={9} light />
      <Bar width="min(520px, 90%)" height={26} className="mt-2" />
      <Bar width="min(440px, 80%)" height={26} className="mt-2 mb-6" />
      <FiguresSkeleton />
      <div className="mt-7 border-t-[1.5px] border-rule-ink">
        {[0, 1, 2, 3, 4].map((key) => (
          <div key={key} className="flex items-center gap-5 border-b border-rule py-3">
            <Bar width="128px" height={10} />
            <Bar width="100%" height={34} light />
          </div>
        ))}
      </div>
      <div className="mt-7">
        <TableSkeleton heads={["Began, UTC", "State", "Impact", "Affected", "Lasted"]} figures={["Lasted"]} rows={4} />
      </div>
    </div>
  );
}
