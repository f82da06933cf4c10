import { PageSkeleton } from "@/components/state/skeletons";

export default function Loading() {
  return <PageSkeleton heads={["Issued, UTC", "Number", "Reason", "Corrects", "Total", "Set against invoices", "On account"]} />;
}
