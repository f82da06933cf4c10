import { DetailSkeleton, TableSkeleton } from "@/components/state/skeletons";
import { Bar } from "@/components/ui/skeleton";

/** Skeleton of the list and the invoice beside it; where only one fits, of the one the page is about. */
export function InvoicesSkeleton({ about }: { about: "list" | "invoice" }) {
  return (
    <div className="grid grid-cols-[296px_minmax(0,1fr)] max-[1000px]:grid-cols-1">
      <div
        className={`border-rule pt-[18px] pr-[18px] pl-7 max-sm:px-4 min-[1001px]:min-h-[calc(100vh-46px)] min-[1001px]:border-r ${about === "list" ? "" : "max-[1000px]:hidden"}`}
      >
        <Bar width="110px" height={20} />
        <Bar width="100%" height={26} light className="my-3" />
        <DetailSkeleton rows={8} />
      </div>
      <div className={`min-w-0 px-7 pt-[18px] max-sm:px-4 ${about === "invoice" ? "" : "max-[1000px]:hidden"}`}>
        <Bar width="240px" height={9} light />
        <Bar width="180px" height={20} className="mt-2" />
        <Bar width="min(300px, 80%)" height={38} className="mt-8 mb-6" />
        <TableSkeleton heads={["Line", "GPU-hours", "Rate", "Amount"]} figures={["GPU-hours", "Rate", "Amount"]} />
      </div>
    </div>
  );
}
