import { DetailSkeleton } from "@/components/state/skeletons";
import { Bar } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div className="page-pad" aria-busy="true">
      <Bar width="180px" height={9} light />
      <Bar width="min(420px, 90%)" height={26} className="mt-2 mb-6" />
      <div className="grid gap-x-[30px] gap-y-7 md:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)]">
        <DetailSkeleton rows={6} />
        <DetailSkeleton rows={7} />
      </div>
    </div>
  );
}
