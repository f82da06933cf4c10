import { PageSkeleton } from "@/components/state/skeletons";

export default function Loading() {
  return <PageSkeleton heads={["When, UTC", "Document or payment", "Amount", "Balance"]} figures={["Opening", "Closing"]} />;
}
