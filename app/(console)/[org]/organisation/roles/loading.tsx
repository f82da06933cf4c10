import { PageSkeleton } from "@/components/state/skeletons";

export default function Loading() {
  return <PageSkeleton heads={["Permission", "Owner", "Admin", "Engineer", "Finance", "Viewer"]} />;
}
