import { PageSkeleton } from "@/components/state/skeletons";

export default function Loading() {
  return <PageSkeleton heads={["Received, UTC", "Reference", "By", "Invoice", "Amount"]} />;
}
