import { TableSkeleton } from "@/components/state/skeletons";
import { Bar } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div className="page-pad mx-auto w-full max-w-[1280px]" aria-busy="true">
      <Bar width="200px" height={9} light />
      <Bar width="min(420px, 90%)" height={26} className="mt-2 mb-6" />
      <div className="grid grid-cols-2 gap-6 border-y-[1.5px] border-rule-ink py-4 lg:grid-cols-5">
        {[0, 1, 2, 3, 4].map((key) => (
          <div key={key}>
            <Bar width="70%" height={9} light />
            <Bar width="85%" height={26} className="mt-2" />
          </div>
        ))}
      </div>
      <div className="mt-7">
        <TableSkeleton heads={["Site", "Area", "State", "Delivered", "Healthy", "Reserved"]} figures={["Delivered", "Healthy", "Reserved"]} rows={10} />
      </div>
    </div>
  );
}
