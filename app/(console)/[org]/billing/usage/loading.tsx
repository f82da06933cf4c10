import { PageSkeleton } from "@/components/state/skeletons";

export default function Loading() {
  return <PageSkeleton heads={["Project", "GPU hours", "Share", "Amount"]} />;
}
