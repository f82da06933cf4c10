import { PageSkeleton } from "@/components/state/skeletons";

export default function Loading() {
  return (
    <PageSkeleton
      heads={["Cluster", "State now", "Nodes", "30 days", "Availability", "Budget left, min", "Ends"]}
      figures={["Availability", "Budget left, min", "Ends"]}
    />
  );
}
