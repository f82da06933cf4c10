import { BarePage } from "@/components/shell/bare-page";
import { TableSkeleton } from "@/components/state/skeletons";
import { Bar } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <BarePage remark="Network status">
      <div className="mx-auto w-full max-w-[1180px] px-7 pt-[34px] pb-11 max-md:px-4" aria-busy="true">
        <Bar width="240px" height={9} light />
        <Bar width="min(460px, 90%)" height={26} className="mt-2 mb-8" />
        <TableSkeleton heads={["Region", "Sites", "Up now"]} figures={["Up now"]} rows={5} />
      </div>
    </BarePage>
  );
}
